/** What the status of an Ingress should say of where it is served: pure. */
import { isIP } from 'node:net';
import type { Ingress, IngressLoadBalancerIngress } from '@wherry/api/networking-v1';

export interface StatusInput {
  readonly ingress: Readonly<Ingress>;
  readonly isOurs: boolean;
  /** Whether it is known to have been ours before. */
  readonly wasOurs: boolean;
  /** A name or an IP address. */
  readonly address: string;
}

/** A patch of the status, on condition that nobody has changed the Ingress since. */
export interface StatusPatch {
  readonly metadata: { readonly resourceVersion: string };
  readonly status: { readonly loadBalancer: { readonly ingress: readonly IngressLoadBalancerIngress[] | null } };
}

/** Undefined when the status is right, or not ours to say. */
export function planStatus({ ingress, isOurs, wasOurs, address }: StatusInput): StatusPatch | undefined {
  const { metadata, status } = ingress;
  const present = status.loadBalancer?.ingress ?? [];
  const wanted = isIP(address) === 0 ? { hostname: address } : { ip: address };
  const isThere = present.length === 1 && present.every((one) => isSame(one, wanted));
  if (isOurs ? isThere : !(wasOurs && isThere)) return undefined;
  const { resourceVersion = '' } = metadata;
  return { metadata: { resourceVersion }, status: { loadBalancer: { ingress: isOurs ? [wanted] : null } } };
}

function isSame(one: IngressLoadBalancerIngress, other: IngressLoadBalancerIngress): boolean {
  return (
    (one.ip ?? '') === (other.ip ?? '') &&
    (one.hostname ?? '') === (other.hostname ?? '') &&
    (one.ports ?? []).length === 0
  );
}
