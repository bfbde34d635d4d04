import { describe, expect, it } from 'vitest';
import { containerUsers } from './container-users.ts';
import { container, exited, podOf, recordOf, running } from './testing/pictures.ts';

const seen = { uid: 1000, gid: 3000, groups: [3000, 4000] };
const runtime = { processUser: (pid: number) => Promise.resolve(pid === 7 ? seen : undefined) };
const before = (user: object) => ({
  status: { containerStatuses: [{ name: 'app', containerID: 'docker://app-0', ready: true, user }] },
});

describe('containerUsers', () => {
  it('sees as whom a container runs', async () => {
    const users = await containerUsers(runtime, podOf(), recordOf([container('app', running)]));
    expect([...users]).toEqual([['app-0', { uid: 1000, gid: 3000, supplementalGroups: [3000, 4000] }]]);
  });

  it.each([
    ['runs as another now', running],
    ['has ended', exited(0)],
  ])('remembers as whom it was started when it %s', async (_name, state) => {
    const pod = podOf({}, before({ linux: { uid: 0, gid: 0 } }));
    const users = await containerUsers(runtime, pod, recordOf([container('app', state)]));
    expect(users.get('app-0')).toMatchObject({ uid: 0, gid: 0 });
  });

  it('says nothing of a container that has ended unseen', async () => {
    expect((await containerUsers(runtime, podOf(), recordOf([container('app', exited(0))]))).size).toBe(0);
  });
});
