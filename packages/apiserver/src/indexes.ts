/** The fields by which the cache finds objects without looking at the others. */
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { IndexedFields } from './handlers/selection.ts';
import { resourcePrefix } from './storage/object-key.ts';
import type { FieldIndexOptions } from './storage/cache/field-index.ts';

/** Every kubelet lists and watches the pods of its node. */
export const fieldIndexes: readonly FieldIndexOptions[] = [
  {
    prefix: resourcePrefix({ group: Pods.group, resource: Pods.plural }),
    name: 'spec.nodeName',
    // The prefix holds pods only.
    valueOf: (object) => (object as unknown as Pod).spec.nodeName ?? '',
  },
];

export const indexedFields: IndexedFields = {
  has: (prefix, field) => fieldIndexes.some((index) => index.prefix === prefix && index.name === field),
};
