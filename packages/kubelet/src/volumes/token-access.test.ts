import { describe, expect, it } from 'vitest';
import { podOf } from '../pods/testing/pictures.ts';
import { tokenAccess } from './token-access.ts';

const containers = (...users: (number | undefined)[]) =>
  users.map((runAsUser, index) => ({
    name: `c${index}`,
    image: 'app:1',
    ...(runAsUser === undefined ? {} : { securityContext: { runAsUser } }),
  }));

describe('tokenAccess', () => {
  it.each<[string, object, { mode: number; user?: number }]>([
    ['nothing is said of users', {}, { mode: 0o644 }],
    ['the pod has a user', { securityContext: { runAsUser: 1000 } }, { mode: 0o600, user: 1000 }],
    ['all containers have the same', { containers: containers(7, 7) }, { mode: 0o600, user: 7 }],
    ['one has another', { containers: containers(7, 8) }, { mode: 0o644 }],
    ['one has none', { containers: containers(7, undefined) }, { mode: 0o644 }],
    ['the files have a group', { securityContext: { fsGroup: 5 } }, { mode: 0o600 }],
  ])('when %s', (_name, spec, expected) => {
    expect(tokenAccess(podOf(spec), 0o644)).toEqual(expected);
  });
});
