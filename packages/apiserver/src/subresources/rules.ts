/** Subresources that show their whole parent and change one part of it. */
import type { UpdateRules } from '../registry/update.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { approvalRules } from './approval.ts';
import { finalizeRules } from './finalize.ts';
import { ephemeralContainersRules, resizeRules } from './pod-parts.ts';

const RULES: Readonly<Record<string, UpdateRules>> = {
  'certificatesigningrequests/approval': approvalRules,
  'namespaces/finalize': finalizeRules,
  'pods/ephemeralcontainers': ephemeralContainersRules,
  'pods/resize': resizeRules,
};

/** The rules of a subresource; undefined when it is not of this sort. */
export function subresourceRules({ resource }: ServedResource, subresource: string): UpdateRules | undefined {
  return RULES[`${resource.plural}/${subresource}`];
}
