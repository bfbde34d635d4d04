/** Claims to devices are not allocated by this scheduler: a pod that makes one is told so, and waits. */
import type { Filter, Rejection } from './filter.ts';

const name = 'DynamicResources';
const UNSUPPORTED: Rejection = {
  plugin: name,
  reasons: ['pod has resource claims, and this scheduler does not allocate devices'],
  isFinal: true,
};

export const dynamicResources: Filter = {
  name,
  prepare: ({ pod }) => ((pod.spec.resourceClaims ?? []).length === 0 ? undefined : { rejection: UNSUPPORTED }),
  wakes: () => false,
};
