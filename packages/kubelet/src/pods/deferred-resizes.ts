/** Which pods are to be looked at again when another of their node makes room. Pure. Source: KEP-1287. */
import type { Pod } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { Change } from '@wherry/client';
import { isOver } from './is-over.ts';

/** Those whose resize was put off for lack of room, if the change of another pod may have made some; else none. */
export function deferredResizes(pods: readonly Readonly<Pod>[], change: Change<Pod>): readonly Readonly<Pod>[] {
  if (!makesRoom(change)) return [];
  const uid = (change.object ?? change.old)?.metadata.uid;
  return pods.filter((pod) => pod.metadata.uid !== uid && isDeferred(pod));
}

function makesRoom({ object, old }: Change<Pod>): boolean {
  if (old === undefined) return false;
  return object === undefined || (isOver(object) && !isOver(old)) || !semanticEqual(given(object), given(old));
}

/** What its containers have of the node, for all that is known of them. */
const given = ({ status }: Readonly<Pod>) => (status.containerStatuses ?? []).map(({ resources }) => resources ?? null);

const isDeferred = ({ status }: Readonly<Pod>): boolean =>
  (status.conditions ?? []).some(
    ({ type, status: is, reason }) => type === 'PodResizePending' && is === 'True' && reason === 'Deferred',
  );
