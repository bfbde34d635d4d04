// Which Compose is used is decided by a pure plan; these are its cases.

import { describe, expect, it } from 'vitest';
import { planCompose } from './compose.ts';
import type { Compose } from './compose.ts';

const v2: Compose = { command: ['docker', 'compose'], version: '2.26.1' };
const v1: Compose = { command: ['docker-compose'], version: '1.29.2' };
const old: Compose = { command: ['docker-compose'], version: '1.25.0' };
const debian = { aptGet: '/usr/bin/apt-get', platform: 'linux', isRoot: true };

describe('planCompose', () => {
  it.each([
    ['the plug-in before the older program', [v2, v1], v2],
    ['the older program where it is the only one', [v1], v1],
    ['the plug-in when the program is too old', [v2, old], v2],
  ])('uses %s', (_name, found, compose) => {
    expect(planCompose({ ...debian, found })).toEqual({ do: 'use', compose });
  });

  it('installs where there is none and it may', () => {
    expect(planCompose({ ...debian, found: [] })).toEqual({ do: 'install' });
  });

  it.each([
    ['a plain user', { ...debian, isRoot: false, found: [] }, 'run: sudo apt-get install docker-compose'],
    ['macOS', { ...debian, platform: 'darwin', found: [] }, 'update Docker Desktop, or brew install docker-compose'],
    [
      'another Linux',
      { ...debian, aptGet: undefined, found: [] },
      'install it: https://docs.docker.com/compose/install',
    ],
  ])('tells %s what to do', (_name, facts, instruction) => {
    expect(planCompose(facts)).toEqual({ do: 'ask', problem: 'Docker Compose is not installed', instruction });
  });

  it('does not replace one that is too old, and names its version', () => {
    expect(planCompose({ ...debian, found: [old] })).toMatchObject({
      do: 'ask',
      problem: 'Docker Compose is too old: 1.25.0; 1.29 or later is needed',
    });
  });
});
