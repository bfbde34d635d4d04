/** POST to a collection. */
import { createObject } from '../registry/create.ts';
import type { Api } from './api.ts';
import { decodeBody, type Expected } from './decode-body.ts';
import { placeObject, writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { readWriteOptions } from './write-options.ts';

export const createHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { dryRun, fieldValidation } = readWriteOptions(scope.info.query, 'CreateOptions');
    const object = await decodeBody(scope.exchange, expectedOf(scope), fieldValidation);
    placeObject(object, scope);
    const written = await createObject(api.registry, { request: writeRequest(scope, { dryRun }), object });
    sendObject(api, scope, { shown: written, status: 201 });
  };

/** The kind that the resource's own path takes. */
export function expectedOf({ served: { resource } }: Scope): Expected {
  const { group, version, kind, schema } = resource;
  return { group, version, kind, schema };
}
