/** PUT of an object, its status, or another part of it. */
import type { KubeObject } from '@wherry/api/resources';
import { assertAllowed, attributesOf } from '../filters/authorize.ts';
import { createObject } from '../registry/create.ts';
import { updateObject } from '../registry/update.ts';
import type { Api } from './api.ts';
import { expectedOf } from './create.ts';
import { decodeBody } from './decode-body.ts';
import { assertName, placeObject, readDryRun, writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { rulesOf } from './update-rules.ts';

export const updateHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { info, served } = scope;
    const dryRun = readDryRun(info.query);
    const object = await decodeBody(scope.exchange, expectedOf(scope));
    placeObject(object, scope);
    assertName(object, scope);
    const createsWhenMissing =
      served.strategy.createsOnUpdate === true &&
      info.subresource === '' &&
      (object.metadata.resourceVersion ?? '') === '';
    const updated = await updateObject(api.registry, {
      request: writeRequest(scope, { dryRun }),
      name: info.name,
      rules: rulesOf(served, info.subresource),
      change: () => structuredClone(object),
      ...(createsWhenMissing ? { create: () => createMissing(api, { scope, object, dryRun }) } : {}),
    });
    sendObject(api, scope, { shown: updated, status: updated.created ? 201 : 200 });
  };

interface Missing {
  readonly scope: Scope;
  readonly object: KubeObject;
  readonly dryRun: boolean;
}

/** Whoever creates by PUT must be allowed to create. */
function createMissing(api: Api, { scope, object, dryRun }: Missing) {
  const { info, exchange } = scope;
  assertAllowed(api.authorizer, attributesOf(exchange.user, { ...info, verb: 'create', name: '' }));
  return createObject(api.registry, { request: writeRequest(scope, { dryRun }), object });
}
