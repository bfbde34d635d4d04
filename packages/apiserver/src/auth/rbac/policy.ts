/**
 * The objects of rbac.authorization.k8s.io/v1, as far as this folder reads them, and where it reads them from. The
 * API's own types satisfy these.
 */

/** What is allowed. A rule speaks of resources or of other paths, not of both. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  /** Empty or missing: all names. */
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

export interface PolicyMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface AggregationRule {
  readonly clusterRoleSelectors?: readonly LabelSelector[];
}

export interface Role {
  readonly metadata: PolicyMeta;
  /** Null as long as a ClusterRole waits to be aggregated. */
  readonly rules?: readonly PolicyRule[] | null;
}

export interface ClusterRole extends Role {
  readonly aggregationRule?: AggregationRule;
}

export interface RoleBinding {
  readonly metadata: PolicyMeta;
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}

/** The policy objects of the cluster, from a cache. */
export interface PolicySource {
  /** Changes whenever any of the objects does. */
  version(): string | number;
  clusterRole(name: string): ClusterRole | undefined;
  role(namespace: string, name: string): Role | undefined;
  clusterRoleBindings(): Iterable<RoleBinding>;
  /** The bindings of one namespace. */
  roleBindings(namespace: string): Iterable<RoleBinding>;
}

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
