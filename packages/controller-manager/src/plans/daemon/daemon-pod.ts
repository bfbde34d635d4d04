/** The pods of a DaemonSet: made for one node each, and tolerant of what befalls nodes. */
import type { DaemonSet } from '@wherry/api/apps-v1';
import type { Pod, PodTemplateSpec, Toleration } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import { REVISION_LABEL } from '../../revisions/revision-plan.ts';

const TEMPLATE_GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const TEMPLATE_GENERATION_LABEL = 'pod-template-generation';
const NODE_NAME_FIELD = 'metadata.name';

/** Daemons stay on nodes that are in trouble, and come to nodes that are cordoned. */
const TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
/** For those that bring up the network, or do not need it. */
const HOST_NETWORK_TOLERATION: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The template's tolerations and those of every daemon. */
export function daemonTolerations({ spec }: Readonly<PodTemplateSpec>): Toleration[] {
  const own = spec.tolerations ?? [];
  const added = spec.hostNetwork === true ? [...TOLERATIONS, HOST_NETWORK_TOLERATION] : TOLERATIONS;
  return [...own, ...added.filter((toleration) => !own.some((other) => isSameToleration(other, toleration)))];
}

/** For how long a taint is tolerated does not tell two tolerations apart. */
function isSameToleration(a: Toleration, b: Toleration): boolean {
  const [{ tolerationSeconds: _a, ...first }, { tolerationSeconds: _b, ...second }] = [a, b];
  return semanticEqual(first, second);
}

/** The template of the pods of a revision. */
export function daemonTemplate({ metadata, spec }: Readonly<DaemonSet>, hash: string): PodTemplateSpec {
  const { template } = spec;
  const generation = metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  const labels = {
    ...template.metadata.labels,
    ...(generation === undefined ? {} : { [TEMPLATE_GENERATION_LABEL]: generation }),
    [REVISION_LABEL]: hash,
  };
  return {
    metadata: { ...template.metadata, labels },
    spec: { ...template.spec, tolerations: daemonTolerations(template) },
  };
}

/** The template for one node: the scheduler places the pod there or nowhere. */
export function templateForNode(template: Readonly<PodTemplateSpec>, nodeName: string): PodTemplateSpec {
  const { affinity } = template.spec;
  const field = { key: NODE_NAME_FIELD, operator: 'In' as const, values: [nodeName] };
  const required = { nodeSelectorTerms: [{ matchFields: [field] }] };
  const nodeAffinity = { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  return { ...template, spec: { ...template.spec, affinity: { ...affinity, nodeAffinity } } };
}

/** The node that a pod runs on or was made for. */
export function targetNode({ spec }: Readonly<Pod>): string | undefined {
  if (spec.nodeName !== undefined && spec.nodeName !== '') return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fields = (terms ?? []).flatMap(({ matchFields = [] }) => matchFields);
  const field = fields.find(({ key, operator }) => key === NODE_NAME_FIELD && operator === 'In');
  return field?.values?.length === 1 ? field.values[0] : undefined;
}

/** Whether a pod is of the present template. */
export function isUpdated({ metadata }: Readonly<Pod>, { metadata: set }: Readonly<DaemonSet>, hash: string): boolean {
  const generation = set.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  const labels = metadata.labels ?? {};
  return (
    (hash !== '' && labels[REVISION_LABEL] === hash) ||
    (generation !== undefined && labels[TEMPLATE_GENERATION_LABEL] === generation)
  );
}
