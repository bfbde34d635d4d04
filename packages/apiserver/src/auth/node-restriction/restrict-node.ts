/** What a node may do to Node objects: write its own one, without labels and taints that steer work to it. */
import { isDeepStrictEqual } from 'node:util';
import { quote, type StatusError } from '@wherry/api';
import { type NodeWrite, refuse } from './request.ts';

interface NodeObject {
  readonly metadata: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly taints?: readonly object[]; readonly configSource?: object };
}

/** Judges a write to a Node or its status. */
export function restrictNodeObject({ request, node }: NodeWrite): StatusError | undefined {
  // The registry has decoded both by the schema of Nodes.
  const object = request.object as NodeObject | undefined;
  const name = request.name || (object?.metadata.name ?? '');
  if (name !== node) return refuse(request, `node ${quote(node)} is not allowed to modify node ${quote(name)}`);
  if (request.operation === 'DELETE' || object === undefined) return undefined;
  const why =
    request.operation === 'CREATE'
      ? faultOfCreate(object, node)
      : faultOfUpdate(object, request.oldObject as NodeObject, node);
  return why === undefined ? undefined : refuse(request, why);
}

function faultOfCreate({ metadata, spec }: NodeObject, node: string): string | undefined {
  if (spec.configSource !== undefined) {
    return `node ${quote(node)} is not allowed to create pods with a non-nil configSource`;
  }
  const labels = forbiddenLabels(changedLabels(metadata.labels ?? {}, {}));
  return labels.length === 0
    ? undefined
    : `node ${quote(node)} is not allowed to set the following labels: ${labels.join(', ')}`;
}

function faultOfUpdate({ metadata, spec }: NodeObject, old: NodeObject, node: string): string | undefined {
  if (spec.configSource !== undefined && !isDeepStrictEqual(spec.configSource, old.spec.configSource)) {
    return `node ${quote(node)} is not allowed to update configSource to a new non-nil configSource`;
  }
  if (!isDeepStrictEqual(spec.taints ?? [], old.spec.taints ?? [])) {
    return `node ${quote(node)} is not allowed to modify taints`;
  }
  const labels = forbiddenLabels(changedLabels(metadata.labels ?? {}, old.metadata.labels ?? {}));
  return labels.length === 0 ? undefined : `is not allowed to modify labels: ${labels.join(', ')}`;
}

type Labels = Readonly<Record<string, string>>;

function changedLabels(labels: Labels, old: Labels): string[] {
  return [...new Set([...Object.keys(labels), ...Object.keys(old)])].filter((key) => labels[key] !== old[key]);
}

function forbiddenLabels(changed: readonly string[]): string[] {
  return changed
    .filter(
      (key) => isWithin(key, ['node-restriction.kubernetes.io']) || (isKubernetesLabel(key) && !isKubeletLabel(key)),
    )
    .toSorted();
}

const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);

/** Whether kubelets may set this label of their own Node. */
function isKubeletLabel(key: string): boolean {
  return KUBELET_LABELS.has(key) || isWithin(key, ['kubelet.kubernetes.io', 'node.kubernetes.io']);
}

function isKubernetesLabel(key: string): boolean {
  return isWithin(key, ['kubernetes.io', 'k8s.io']);
}

/** Whether the part before the slash is one of these domains, or under one. */
function isWithin(key: string, domains: readonly string[]): boolean {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? '' : key.slice(0, slash);
  return domains.some((domain) => prefix === domain || prefix.endsWith(`.${domain}`));
}
