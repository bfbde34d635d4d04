/** What a pod may ask for that an engine of this kind cannot do for it: it is told so, and does not run without. Pure. */
import type { Pod } from '@wherry/api/core-v1';

/** Why its sandbox cannot be made; undefined: it can. */
export function unsupported({ hostUsers, resourceClaims = [] }: Readonly<Pod['spec']>): string | undefined {
  if (hostUsers === false)
    return "can't set `spec.hostUsers: false`, runtime does not support user namespaces for single pods";
  if (resourceClaims.length > 0) {
    const names = resourceClaims.map(({ name }) => name).join(', ');
    return `the resource claims ${names} cannot be prepared: this node has no devices to give`;
  }
  return undefined;
}
