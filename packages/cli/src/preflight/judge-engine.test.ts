import { describe, expect, it } from 'vitest';
import { judgeEngine, type EngineInfo } from './judge-engine.ts';

const GIB = 1024 ** 3;
const engine: EngineInfo = {
  apiVersion: '1.41',
  version: '20.10.24',
  osType: 'linux',
  memoryBytes: 8 * GIB,
  cpus: 4,
  rootDir: '/var/lib/docker',
  freeBytes: 20 * GIB,
};
const v1 = { version: '1.29.2' };
const v2 = { version: '2.26.1' };

describe('judgeEngine()', () => {
  it.each([
    ['the oldest engine with the oldest Compose', engine, v1],
    ['a new engine with a new Compose', { ...engine, apiVersion: '1.50' }, v2],
    ['an engine whose disk cannot be seen', { ...engine, freeBytes: undefined }, v2],
  ])('is content with %s', (_name, facts, compose) => {
    expect(judgeEngine(facts, compose)).toBeUndefined();
  });

  it.each([
    ['Windows', { ...engine, osType: 'windows' }, v2, /runs windows containers/, /switch it to Linux/],
    ['an old engine', { ...engine, apiVersion: '1.40', version: '19.03' }, v2, /19\.03 is too old/, /20\.10 or later/],
    ['the first API of all', { ...engine, apiVersion: '1.5' }, v2, /too old/, /20\.10/],
    ['Compose v1 on a new engine', { ...engine, apiVersion: '1.44' }, v1, /1\.29\.2 cannot replace/, /Compose v2/],
    ['little memory', { ...engine, memoryBytes: GIB / 2 }, v2, /has 512 MiB of memory/, /give it 1024 MiB/],
    [
      'a full disk',
      { ...engine, freeBytes: GIB },
      v2,
      /\/var\/lib\/docker, .* has 1024 MiB free/,
      /make room for 2048 MiB/,
    ],
  ])('refuses %s with cause and remedy', (_name, facts, compose, problem, remedy) => {
    expect(judgeEngine(facts, compose)).toEqual({
      problem: expect.stringMatching(problem),
      remedy: expect.stringMatching(remedy),
    });
  });
});
