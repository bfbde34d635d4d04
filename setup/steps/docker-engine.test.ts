import { describe, expect, it } from 'vitest';
import { planEngine } from './docker-engine.ts';
import type { EngineFacts } from './docker-engine.ts';

const debian: EngineFacts = {
  answer: 'absent',
  dockerd: undefined,
  aptGet: '/usr/bin/apt-get',
  platform: 'linux',
  isRoot: true,
  host: undefined,
};

describe('planEngine', () => {
  it.each<[string, Partial<EngineFacts>, string]>([
    ['leaves an engine alone that answers', { answer: 'answers' }, 'nothing'],
    ['starts one that is installed', { dockerd: '/usr/sbin/dockerd' }, 'start'],
    ['installs one where it may', {}, 'install and start'],
    ['asks a user without rights on the socket', { answer: 'denied' }, 'ask'],
    ['asks on a Mac', { platform: 'darwin' }, 'ask'],
    ['asks whoever is not root', { isRoot: false }, 'ask'],
    ['starts none where somebody has named another', { host: 'tcp://engine', dockerd: '/usr/sbin/dockerd' }, 'ask'],
    ['asks where there are no Debian packages', { aptGet: undefined }, 'ask'],
  ])('%s', (_, facts, expected) => {
    expect(planEngine({ ...debian, ...facts }).do).toBe(expected);
  });
});
