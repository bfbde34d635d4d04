import type { Infer } from '../schema/infer.ts';
import { int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const ShardInfo = struct('ShardInfo', '', {
  selector: field(1, string, ''),
});
export type ShardInfo = Infer<typeof ShardInfo>;

export const ListMeta = struct('ListMeta', '', {
  selfLink: field(1, omitEmpty(string), ''),
  resourceVersion: field(2, omitEmpty(string), ''),
  continue: field(3, omitEmpty(string), ''),
  remainingItemCount: field(4, optional(int64), ''),
  shardInfo: field(5, optional(ShardInfo), ''),
});
export type ListMeta = Infer<typeof ListMeta>;
