/** Which fields belong together on the page: those of a kind's spec, and of the structs in it that matter most. */
import * as core from '@wherry/api/core-v1';
import * as networking from '@wherry/api/networking-v1';
import { apiVersionOf, resourceTable, type Resource } from '@wherry/api/resources';

type Schema = Resource['schema'];

export interface FieldGroup {
  /** `apps/v1 Deployment` */
  readonly kind: string;
  /** Where the fields stand, such as `spec.containers[]`. */
  readonly place: string;
  readonly schema: Schema;
  /** Answered by the API server at once, from all that is asked. */
  readonly isAnswered: boolean;
}

/** Not the object's own affair, and the same for all kinds. */
const COMMON = new Set(['apiVersion', 'kind', 'metadata', 'status']);

const INNER: Readonly<Record<string, readonly (readonly [string, Schema])[]>> = {
  'v1 Pod': [
    ['spec.securityContext', core.PodSecurityContext],
    ['spec.affinity', core.Affinity],
    ['spec.topologySpreadConstraints[]', core.TopologySpreadConstraint],
    ['spec.containers[]', core.Container],
    ['spec.containers[].ports[]', core.ContainerPort],
    ['spec.containers[].resources', core.ResourceRequirements],
    ['spec.containers[].securityContext', core.SecurityContext],
    ['spec.containers[].…Probe', core.Probe],
    ['spec.containers[].lifecycle', core.Lifecycle],
    ['spec.containers[].volumeMounts[]', core.VolumeMount],
    ['spec.volumes[]', core.Volume],
  ],
  'v1 Service': [['spec.ports[]', core.ServicePort]],
  'networking.k8s.io/v1 Ingress': [
    ['spec.rules[]', networking.IngressRule],
    ['spec.rules[].http.paths[]', networking.HTTPIngressPath],
    ['spec.rules[].http.paths[].backend', networking.IngressBackend],
    ['spec.tls[]', networking.IngressTLS],
  ],
};

/** All groups of all kinds: API groups in the order of discovery, kinds by name. */
export function fieldGroups(): readonly FieldGroup[] {
  const byGroup = Map.groupBy(resourceTable, apiVersionOf);
  const ordered = [...byGroup.values()].flatMap((kinds) => kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)));
  return ordered.filter(({ view }) => view === undefined).flatMap(groupsOf);
}

/** Kinds that are another form of a stored one: what they are called, and what they are. */
export function views(): readonly { readonly kind: string; readonly of: string }[] {
  return resourceTable.flatMap((resource) =>
    resource.view === undefined ? [] : [{ kind: nameOf(resource), of: nameOf(resource.view.of) }],
  );
}

function groupsOf(resource: Resource): FieldGroup[] {
  const kind = nameOf(resource);
  const isAnswered = resource.ephemeral || resource.group === 'metrics.k8s.io';
  const spec = resource.schema.byName.get('spec')?.field.schema;
  const own: readonly [string, Schema] = spec?.type === 'struct' ? ['spec', spec] : ['', resource.schema];
  return [own, ...(INNER[kind] ?? [])].map(([place, schema]) => ({ kind, place, schema, isAnswered }));
}

/** The JSON names of the fields of a group. */
export function namesOf({ schema, place }: Pick<FieldGroup, 'schema' | 'place'>): string[] {
  return [...schema.byName.keys()].filter((name) => place !== '' || !COMMON.has(name));
}

const nameOf = (resource: Resource): string => `${apiVersionOf(resource)} ${resource.kind}`;
