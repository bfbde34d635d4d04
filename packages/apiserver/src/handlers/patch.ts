/** PATCH of an object or a part of it, by JSON patch, merge patch or strategic merge patch. */
import { FieldError, FieldPath, invalid, unsupportedMediaType, type StatusError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import { DecodeError } from '@wherry/api/schema';
import { updateObject } from '../registry/update.ts';
import { readBody } from '../http/read-body.ts';
import type { Api } from './api.ts';
import { UnknownType, WrongType, WrongVersion } from './body-type.ts';
import { expectedOf } from './create.ts';
import { fitDocument, mediaType, strictMessage, warnOfFaults } from './decode-body.ts';
import { patchFunction, PATCH_TYPES, type PatchFunction } from './patch-function.ts';
import { assertName, placeObject, writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { rulesOf } from './update-rules.ts';
import { readWriteOptions, type FieldValidation } from './write-options.ts';

export const patchHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info, served } = scope;
    const type = mediaType(exchange);
    if (!PATCH_TYPES.includes(type)) throw unsupportedMediaType(PATCH_TYPES);
    const body = await readBody(exchange.request);
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'PatchOptions');
    const patch = patchFunction(body, { type, schema: served.resource.schema });
    const updated = await updateObject(api.registry, {
      request: writeRequest(scope, { dryRun }),
      name: info.name,
      rules: rulesOf(served, info.subresource),
      change: (old) => patchedObject(scope, { old, patch, fieldValidation }),
    });
    sendObject(api, scope, { shown: updated });
  };

interface Patching {
  readonly old: Readonly<KubeObject>;
  readonly patch: PatchFunction;
  readonly fieldValidation: FieldValidation;
}

/** @throws StatusError 400 and 422 */
export function patchedObject(scope: Scope, { old, patch, fieldValidation }: Patching): KubeObject {
  const expected = expectedOf(scope);
  const { apiVersion } = scope.served;
  const patched = patch.apply({ kind: expected.kind, apiVersion, ...old });
  // The type of what a strategic merge makes is that of the Go struct that it is read into, whatever the patch says.
  const value = patch.keepsType ? { ...patched, kind: expected.kind, apiVersion } : patched;
  const refuse = (why: string): StatusError => invalidPatch(patch.shown(patched), why);
  const { object, faults } = fitted(
    () => fitDocument({ value, faults: patch.faults }, expected),
    (error) => refuse(patch.explain(error)),
  );
  if (faults.length > 0 && fieldValidation === 'Strict') throw refuse(strictMessage(faults));
  if (fieldValidation === 'Warn') warnOfFaults(scope.exchange, faults);
  placeObject(object, scope);
  assertName(object, scope);
  return object;
}

/** @throws StatusError 422 when the patched document is no object of the kind */
function fitted<T>(fit: () => T, refuse: (error: Error) => StatusError): T {
  try {
    return fit();
  } catch (error) {
    if (
      error instanceof DecodeError ||
      error instanceof WrongType ||
      error instanceof WrongVersion ||
      error instanceof UnknownType
    ) {
      throw refuse(error);
    }
    throw error;
  }
}

const invalidPatch = (shown: string, why: string): StatusError =>
  invalid({ group: '', kind: '' }, '', [FieldError.invalid(FieldPath.of('patch'), shown, why)]);
