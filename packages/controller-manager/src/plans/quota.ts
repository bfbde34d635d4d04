/** What the status of a ResourceQuota says: the limits that are enforced, and what is used of them. Pure. */
import type { ResourceQuota, ResourceQuotaStatus } from '@wherry/api/core-v1';
import { formatAmounts, haveEqualAmounts, only, parseAmounts, type Amounts } from '@wherry/api/quota';

export interface QuotaCount {
  /** What was found of what the quota names; what nobody can count stays as it was. */
  readonly counted: Amounts;
  /** Whether the limits of the spec are to be enforced from now on, instead of those that are enforced already. */
  readonly takesLimits: boolean;
}

/** The status that a quota should have; undefined when it has it. */
export function planQuota(
  { spec, status }: Readonly<ResourceQuota>,
  { counted, takesLimits }: QuotaCount,
): ResourceQuotaStatus | undefined {
  const hard = parseAmounts(takesLimits ? spec.hard : (status.hard ?? spec.hard));
  const before = parseAmounts(status.used);
  const used = only(new Map([...before, ...counted]), (name) => hard.has(name));
  const isSame =
    status.hard !== undefined &&
    status.used !== undefined &&
    haveEqualAmounts(hard, parseAmounts(status.hard)) &&
    haveEqualAmounts(used, before);
  return isSame ? undefined : { hard: formatAmounts(hard), used: formatAmounts(used) };
}
