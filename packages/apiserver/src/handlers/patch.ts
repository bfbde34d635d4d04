/** PATCH of an object or a part of it, by JSON patch, merge patch or strategic merge patch. */
import { unsupportedMediaType } from '@wherry/api';
import { updateObject } from '../registry/update.ts';
import { readBody } from '../http/read-body.ts';
import type { Api } from './api.ts';
import { expectedOf } from './create.ts';
import { fit, mediaType, type Expected } from './decode-body.ts';
import { patchFunction, PATCH_TYPES } from './patch-function.ts';
import { assertName, placeObject, readDryRun, writeRequest, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { rulesOf } from './update-rules.ts';

export const patchHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info, served } = scope;
    const dryRun = readDryRun(info.query);
    const type = mediaType(exchange);
    if (!PATCH_TYPES.includes(type)) throw unsupportedMediaType(PATCH_TYPES);
    const expected: Expected = expectedOf(scope);
    const { apply, faults } = patchFunction(await readBody(exchange.request), { type, schema: served.resource.schema });
    const updated = await updateObject(api.registry, {
      request: writeRequest(scope, { dryRun }),
      name: info.name,
      rules: rulesOf(served, info.subresource),
      change: (old) => {
        const patched = apply({ kind: expected.kind, apiVersion: served.apiVersion, ...old });
        const object = fit(exchange, { parsed: { value: patched, faults }, expected });
        placeObject(object, scope);
        assertName(object, scope);
        return object;
      },
    });
    sendObject(api, scope, { shown: updated });
  };
