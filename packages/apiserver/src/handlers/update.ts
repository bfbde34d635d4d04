/** PUT of an object, its status, or another part of it. */
import type { KubeObject } from '@wherry/api/resources';
import { assertAllowed, attributesOf } from '../filters/authorize.ts';
import { createObject } from '../registry/create.ts';
import { updateObject } from '../registry/update.ts';
import type { Api } from './api.ts';
import { expectedOf } from './create.ts';
import { decodeBody } from './decode-body.ts';
import { assertName, placeObject, writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { rulesOf } from './update-rules.ts';
import { readWriteOptions } from './write-options.ts';

export const updateHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { info, served } = scope;
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'UpdateOptions');
    const object = await decodeBody(scope.exchange, expectedOf(scope), fieldValidation);
    placeObject(object, scope);
    assertName(object, scope);
    const uid = object.metadata.uid ?? '';
    const createsMissing = served.strategy.createsOnUpdate === true && info.subresource === '';
    const updated = await updateObject(api.registry, {
      request: writeRequest(scope, { dryRun }),
      name: info.name,
      rules: rulesOf(served, info.subresource),
      change: () => structuredClone(object),
      ...(uid === '' ? {} : { uid }),
      ...(createsMissing ? { create: () => createMissing(api, { scope, object, dryRun }) } : {}),
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
  assertAllowed(api.authorizer, attributesOf(exchange.user, { ...info, verb: 'create' }));
  const created = structuredClone(object);
  // What it was an update of is gone; the new object has a history of its own.
  delete created.metadata.resourceVersion;
  return createObject(api.registry, { request: writeRequest(scope, { dryRun }), object: created });
}
