/** Binding: what a scheduler says when it has found a node for a pod. Both paths, `bindings` and `pods/x/binding`. */
import { badRequest, conflict, FieldError, FieldPath, invalid, canonicalTime } from '@wherry/api';
import { Binding, Pods, type Pod } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { Api } from '../handlers/api.ts';
import { decodeBody } from '../handlers/decode-body.ts';
import { placeObject, readDryRun, writeRequest, type VerbHandler } from '../handlers/scope.ts';
import { sendJson } from '../handlers/send.ts';
import { updateObject, type UpdateRules } from '../registry/update.ts';

/** The binding alone may set a pod's node; its conditions go with it. */
const bindingRules: UpdateRules = { prepare: (object) => object, validate: () => [] };

export const bindingHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const expected = { group: '', version: 'v1', kind: 'Binding', schema: Binding };
    // decodeBody has checked that it is one.
    const binding = (await decodeBody(exchange, expected)) as Binding;
    placeObject(binding, scope);
    const name = info.name === '' ? (binding.metadata.name ?? '') : info.name;
    if ((binding.metadata.name ?? name) !== name) throw badRequest('name in URL does not match name in Binding object');
    assertValid(binding);
    const pods = api.directory.find({ group: '', version: 'v1', resource: Pods.plural });
    if (pods === undefined) throw new Error('Pods are not served');
    const request = {
      ...writeRequest({ ...scope, served: pods }, { dryRun: readDryRun(info.query) }),
      subresource: 'binding',
    };
    const now = canonicalTime(api.clock.now().toISOString());
    await updateObject(api.registry, {
      request,
      name,
      rules: bindingRules,
      change: (pod) => boundPod(pod, { binding, now }),
    });
    sendJson(
      exchange,
      { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
      { status: 201 },
    );
  };

function assertValid({ metadata, target }: Binding): void {
  const errors: FieldError[] = [];
  const path = FieldPath.of('target');
  const kind = target.kind ?? '';
  if (kind !== '' && kind !== 'Node')
    errors.push(FieldError.notSupported(path.child('kind'), kind, ['Node', '<empty>']));
  if ((target.name ?? '') === '') errors.push(FieldError.required(path.child('name')));
  if (errors.length > 0) throw invalid({ group: '', kind: 'Binding' }, metadata.name ?? '', errors);
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
  const name = metadata.name ?? '';
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why);
  const wanted = binding.metadata;
  if (wanted.uid !== undefined && wanted.uid !== metadata.uid) {
    throw refuse(`Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${metadata.uid ?? ''}`);
  }
  if (metadata.deletionTimestamp !== undefined)
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if ((spec.nodeName ?? '') !== '') throw refuse(`pod ${name} is already assigned to node "${spec.nodeName ?? ''}"`);
  if ((spec.schedulingGates ?? []).length > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  spec.nodeName = binding.target.name ?? '';
  const annotations = { ...metadata.annotations, ...wanted.annotations };
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  const others = (status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  status.conditions = [...others, { type: 'PodScheduled', status: 'True', lastTransitionTime: now }];
  return pod;
}
