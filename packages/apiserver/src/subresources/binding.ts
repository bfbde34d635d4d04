/** Binding: what a scheduler says when it has found a node for a pod. Both paths, `bindings` and `pods/x/binding`. */
import { badRequest, canonicalTime, conflict, invalid } from '@wherry/api';
import { Binding, Pods, validateBinding, type Pod } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import { admissionChain } from '../admission/admission.ts';
import type { Api } from '../handlers/api.ts';
import { decodeBody } from '../handlers/decode-body.ts';
import { placeObject, writeRequest, type VerbHandler } from '../handlers/scope.ts';
import { sendJson } from '../handlers/send.ts';
import { readWriteOptions } from '../handlers/write-options.ts';
import { admitted } from '../registry/context.ts';
import { updateObject, type UpdateRules } from '../registry/update.ts';

/** The binding alone may set a pod's node; its conditions go with it. */
const bindingRules: UpdateRules = { keepsGeneration: true, prepare: (object) => object, validate: () => [] };

export const bindingHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'CreateOptions');
    const expected = { group: '', version: 'v1', kind: 'Binding', schema: Binding };
    // decodeBody has checked that it is one.
    const binding = (await decodeBody(exchange, expected, fieldValidation)) as Binding;
    placeObject(binding, scope);
    const name = info.name === '' ? (binding.metadata.name ?? '') : info.name;
    if ((binding.metadata.name ?? name) !== name) throw badRequest('name in URL does not match name in Binding object');
    const { registry } = api;
    const request = writeRequest(scope, { dryRun });
    const asked = admitted(request, { operation: 'CREATE', name, object: binding });
    await registry.admission.admit(asked);
    const errors = validateBinding(binding);
    if (errors.length > 0) throw invalid({ group: '', kind: 'Binding' }, name, errors);
    await registry.admission.validate(asked);
    const now = canonicalTime(api.clock.now().toISOString());
    await updateObject(
      // Admission has seen the Binding; the pod behind it is not another request.
      { ...registry, admission: admissionChain([]) },
      {
        request: { ...request, served: servedPods(api), subresource: 'binding' },
        name,
        rules: bindingRules,
        change: (pod) => boundPod(pod, { binding, now }),
      },
    );
    const done = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
    sendJson(exchange, done, { status: 201 });
  };

function servedPods({ directory }: Api) {
  const served = directory.find({ group: '', version: 'v1', resource: Pods.plural });
  if (served === undefined) throw new Error('Pods are not served');
  return served;
}

interface Bound {
  readonly binding: Binding;
  readonly now: string;
}

/** @throws StatusError 409 when the pod cannot be bound any more, or not yet */
function boundPod(object: Readonly<KubeObject>, { binding, now }: Bound): KubeObject {
  // The key was a pod's.
  const pod = structuredClone(object) as Pod;
  const { metadata, spec, status } = pod;
  const wanted = binding.metadata;
  assertBindable(pod, wanted);
  spec.nodeName = binding.target.name ?? '';
  delete status.nominatedNodeName;
  const annotations = { ...metadata.annotations, ...wanted.annotations };
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  const labels = { ...metadata.labels, ...wanted.labels };
  if (Object.keys(labels).length > 0) metadata.labels = labels;
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: now } as const;
  const conditions = status.conditions ?? [];
  const isThere = conditions.some(({ type }) => type === scheduled.type);
  status.conditions = isThere
    ? conditions.map((condition) => (condition.type === scheduled.type ? scheduled : condition))
    : [...conditions, scheduled];
  return pod;
}

/** @throws StatusError 409 */
function assertBindable({ metadata, spec }: Pod, { uid = '', resourceVersion = '' }: Binding['metadata']): void {
  const name = metadata.name ?? '';
  for (const [what, wanted, present] of [
    ['UID', uid, metadata.uid ?? ''],
    ['ResourceVersion', resourceVersion, metadata.resourceVersion ?? ''],
  ] as const) {
    if (wanted === '' || wanted === present) continue;
    const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${present}`;
    throw conflict({ group: '', resource: 'pods' }, name, why);
  }
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, `pod ${name} ${why}`);
  if (metadata.deletionTimestamp !== undefined) throw refuse('is being deleted, cannot be assigned to a host');
  if ((spec.nodeName ?? '') !== '') throw refuse(`is already assigned to node "${spec.nodeName ?? ''}"`);
  if ((spec.schedulingGates ?? []).length > 0) throw refuse('has non-empty .spec.schedulingGates');
}
