/** The ServiceCIDR that stands for the apiserver's own `--service-cluster-ip-range`. */
import { semanticEqual } from '@wherry/api/meta-v1';
import type { ServiceCIDR } from '@wherry/api/networking-v1';
import type { Draft } from '@wherry/api/schema';

export const DEFAULT_SERVICE_CIDR = 'kubernetes';

const READY = {
  type: 'Ready',
  status: 'True',
  reason: '',
  message: 'Kubernetes default Service CIDR is ready',
} as const;

/** One step towards the default ServiceCIDR; after it has been made, another may follow. */
export type ServiceCidrStep =
  | { readonly kind: 'create'; readonly object: Draft<ServiceCIDR> }
  /** A second family was added to the range: the spec changes. */
  | { readonly kind: 'update'; readonly object: ServiceCIDR }
  | { readonly kind: 'update-status'; readonly object: ServiceCIDR }
  /** The range was changed into another one, which a ServiceCIDR cannot follow: an administrator has to choose. */
  | { readonly kind: 'report'; readonly message: string };

export interface ServiceCidrInput {
  /** The service range: one block, or one of each family. */
  readonly cidrs: readonly string[];
  readonly existing: ServiceCIDR | undefined;
  readonly now: Date;
}

/** The next step, if there is one. */
export function planServiceCidr({ cidrs, existing, now }: ServiceCidrInput): ServiceCidrStep | undefined {
  if (existing === undefined) {
    return { kind: 'create', object: { metadata: { name: DEFAULT_SERVICE_CIDR }, spec: { cidrs } } };
  }
  const present = existing.spec.cidrs ?? [];
  if (!semanticEqual(present, cidrs)) return planChange(existing, cidrs);
  if (existing.metadata.deletionTimestamp !== undefined || hasCondition(existing)) return undefined;
  const lastTransitionTime = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const conditions = [...(existing.status.conditions ?? []), { ...READY, lastTransitionTime }];
  return { kind: 'update-status', object: { ...existing, status: { ...existing.status, conditions } } };
}

function planChange(existing: ServiceCIDR, cidrs: readonly string[]): ServiceCidrStep {
  const present = existing.spec.cidrs ?? [];
  if (present.length === 1 && cidrs.length === 2 && present[0] === cidrs[0]) {
    return { kind: 'update', object: { ...existing, spec: { ...existing.spec, cidrs: [...cidrs] } } };
  }
  return {
    kind: 'report',
    message: `The default ServiceCIDR ${present.join(',')} does not match the flag configurations ${cidrs.join(',')}`,
  };
}

function hasCondition({ status }: ServiceCIDR): boolean {
  return (status.conditions ?? []).some(({ type }) => type === READY.type);
}
