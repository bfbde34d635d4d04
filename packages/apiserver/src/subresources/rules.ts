/** Subresources that show their whole parent and change one part of it. */
import type { UpdateRules } from '../registry/update.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { finalizeRules } from './finalize.ts';

const RULES: Readonly<Record<string, UpdateRules>> = {
  'namespaces/finalize': finalizeRules,
};

/** The rules of a subresource; undefined when it is not of this sort. */
export function subresourceRules({ resource }: ServedResource, subresource: string): UpdateRules | undefined {
  return RULES[`${resource.plural}/${subresource}`];
}
