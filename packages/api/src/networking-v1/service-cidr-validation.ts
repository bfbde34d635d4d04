/** What a ServiceCIDR has to satisfy. Its blocks stay; a block of the other IP family may be added. */
import type { ServiceCIDR } from './service-cidr.ts';
import { IMMUTABLE_MESSAGE, invalidFor } from '../meta-v1/field-rules.ts';
import { parseCidr, validateCidr } from '../names/cidr.ts';
import { isIpv4 } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const CIDRS = FieldPath.of('spec', 'cidrs');

/** Everything wrong with a new ServiceCIDR. */
export function validateServiceCidr({ spec }: Readonly<ServiceCIDR>): FieldError[] {
  const { cidrs = [] } = spec;
  if (cidrs.length === 0) {
    return [FieldError.required(CIDRS, 'at least one CIDR required')];
  }
  if (cidrs.length > 2) {
    return [FieldError.invalid(CIDRS, { CIDRs: cidrs }, 'may only hold up to 2 values')];
  }
  const errors = cidrs.flatMap((cidr, index) => invalidFor(CIDRS.index(index), cidr, validateCidr(cidr)));
  const [first, second] = cidrs.map(familyOf);
  if (cidrs.length === 2 && first !== undefined && first === second) {
    const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
    errors.push(FieldError.invalid(CIDRS, cidrs, detail));
  }
  return errors;
}

/** Everything wrong with a changed ServiceCIDR. */
export function validateServiceCidrUpdate(
  serviceCidr: Readonly<ServiceCIDR>,
  old: Readonly<ServiceCIDR>,
): FieldError[] {
  const { cidrs = [] } = serviceCidr.spec;
  const before = old.spec.cidrs ?? [];
  const changed = before.flatMap((cidr, index) =>
    cidr === cidrs[index] ? [] : [FieldError.invalid(CIDRS.index(index), cidrs[index], IMMUTABLE_MESSAGE)],
  );
  if (before.length === cidrs.length) {
    return changed;
  }
  if (before.length === 1 && cidrs.length === 2) {
    return [...changed, ...validateServiceCidr(serviceCidr)];
  }
  return [FieldError.invalid(CIDRS, cidrs, IMMUTABLE_MESSAGE)];
}

function familyOf(cidr: string): 'IPv4' | 'IPv6' | undefined {
  const block = parseCidr(cidr);
  return block === undefined ? undefined : isIpv4(block.network) ? 'IPv4' : 'IPv6';
}
