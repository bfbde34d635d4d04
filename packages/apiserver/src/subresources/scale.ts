/**
 * The `scale` subresource: any workload as a Scale, and its number of replicas changed by writing one. A change is made
 * from the present Scale and written to the workload, so that both go by one resourceVersion.
 */
import { conflict, invalid, unsupportedMediaType } from '@wherry/api';
import { applyScale, isScalable, Scale, scaleOf, validateScale, type Scalable } from '@wherry/api/autoscaling-v1';
import { validateObjectMeta } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import { admissionChain } from '../admission/admission.ts';
import type { Api } from '../handlers/api.ts';
import { expectedOf } from '../handlers/create.ts';
import { decodeBody, mediaType } from '../handlers/decode-body.ts';
import { readEntry } from '../handlers/get.ts';
import { PATCH_TYPES, patchFunction } from '../handlers/patch-function.ts';
import { patchedObject } from '../handlers/patch.ts';
import { assertName, placeObject, writeRequest, type Scope, type VerbHandler } from '../handlers/scope.ts';
import { sendObject } from '../handlers/send-object.ts';
import { readWriteOptions } from '../handlers/write-options.ts';
import { readBody } from '../http/read-body.ts';
import { admitted } from '../registry/context.ts';
import { asKubeObject } from '../registry/object-text.ts';
import { serve } from '../registry/served-resource.ts';
import { updateObject } from '../registry/update.ts';
import { Scales } from './scale-resource.ts';

const servedScales = serve(Scales, {});

/** The same request, as one that speaks of Scales. */
const ofScale = (scope: Scope): Scope => ({ ...scope, served: servedScales });

interface Write {
  readonly dryRun: boolean;
  /** Makes the new Scale out of the present one. */
  readonly change: (present: Scale) => Scale;
}

export const getScale =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { object } = await readEntry(api, scope);
    sendScale(api, scope, asWorkload(asKubeObject(object), scope));
  };

export const updateScale =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { dryRun, fieldValidation } = readWriteOptions(scope.info.query, 'UpdateOptions');
    const given = await decodeBody(scope.exchange, expectedOf(ofScale(scope)), fieldValidation);
    placeObject(given, scope);
    assertName(given, scope);
    await writeScale(api, scope, { dryRun, change: () => asScale(structuredClone(given)) });
  };

/** The patch applies to the Scale, not to the workload. @throws StatusError 415 for an unknown type of patch */
export const patchScale =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const type = mediaType(exchange);
    if (!PATCH_TYPES.includes(type)) throw unsupportedMediaType(PATCH_TYPES);
    const body = await readBody(exchange.request);
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'PatchOptions');
    const patch = patchFunction(body, { type, schema: Scale });
    const change = (old: Scale) => asScale(patchedObject(ofScale(scope), { old, patch, fieldValidation }));
    await writeScale(api, scope, { dryRun, change });
  };

// What was decoded by the schema of Scales is one.
const asScale = (object: KubeObject): Scale => object as Scale;

/** The path exists for workloads only. */
function asWorkload(object: Readonly<KubeObject>, { served }: Scope): Scalable {
  if (!isScalable(served.resource)) throw new Error(`Cannot scale ${served.resource.plural}`);
  return object as Scalable;
}

async function writeScale(api: Api, scope: Scope, { dryRun, change }: Write): Promise<void> {
  const { name } = scope.info;
  const request = writeRequest(scope, { dryRun });
  const { admission } = api.registry;
  const updated = await updateObject(
    // Admission has seen the Scale; the workload behind it is not another request.
    { ...api.registry, admission: admissionChain([]) },
    {
      request,
      name,
      async change(object) {
        const workload = asWorkload(object, scope);
        const old = scaleOf(workload);
        const scale = change(structuredClone(old));
        const asked = admitted(request, { operation: 'UPDATE', name, object: scale, old });
        await admission.admit(asked);
        assertValid(scale, { old, scope });
        await admission.validate(asked);
        return withScale(workload, scale);
      },
    },
  );
  sendScale(api, scope, asWorkload(updated.object, scope));
}

function withScale(workload: Readonly<Scalable>, scale: Scale): KubeObject {
  const scaled = applyScale(workload, scale);
  return structuredClone(scaled);
}

/** @throws StatusError 422 for what is no Scale, 409 for that of another workload of the same name */
function assertValid(scale: Scale, { old, scope }: { readonly old: Scale; readonly scope: Scope }): void {
  const { info, served } = scope;
  const errors = [...validateObjectMeta(scale.metadata, { namespaced: true }), ...validateScale(scale)];
  if (errors.length > 0) throw invalid(Scales, info.name, errors);
  const { uid = '' } = scale.metadata;
  if (uid === '' || uid === old.metadata.uid) return;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ''}`;
  throw conflict({ group: served.name.group, resource: `${served.name.resource}/scale` }, info.name, why);
}

function sendScale(api: Api, scope: Scope, workload: Scalable): void {
  const object = scaleOf(workload);
  sendObject(api, ofScale(scope), { shown: { object, text: JSON.stringify(object) } });
}
