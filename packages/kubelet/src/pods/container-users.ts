/** As whom containers were started. A program may become somebody else later: what was seen first is what is said. */
import type { LinuxContainerUser, Pod } from '@wherry/api/core-v1';
import type { PodRecord, Runtime } from '../runtime/runtime.ts';

/** By the ids of containers of which it is known. */
export async function containerUsers(
  runtime: Pick<Runtime, 'processUser'>,
  { status }: Readonly<Pod>,
  record: PodRecord | undefined,
): Promise<ReadonlyMap<string, LinuxContainerUser>> {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const told = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  const users = new Map<string, LinuxContainerUser>();
  for (const { id, state } of record?.containers ?? []) {
    const known = told.find(({ containerID }) => containerID?.endsWith(`://${id}`) === true)?.user?.linux;
    if (known !== undefined) users.set(id, known);
    if (known !== undefined || state.type !== 'running') continue;
    const found = await runtime.processUser(state.pid);
    if (found === undefined) continue;
    const { uid, gid, groups } = found;
    users.set(id, { uid, gid, ...(groups.length === 0 ? {} : { supplementalGroups: [...groups] }) });
  }
  return users;
}
