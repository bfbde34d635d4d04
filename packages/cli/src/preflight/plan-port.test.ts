import { describe, expect, it } from 'vitest';
import { planPort } from './plan-port.ts';

const facts = { wanted: 6443, asked: false, holder: undefined, free: 6444, flag: 'api-port' };

describe('planPort()', () => {
  it('takes a port that is free', () => {
    expect(planPort(facts)).toEqual({ port: 6443 });
  });

  it('takes another one, and says why, when nobody asked for this one', () => {
    expect(planPort({ ...facts, holder: 'the container kind' })).toEqual({ port: 6444, instead: 'the container kind' });
  });

  it('refuses one that was asked for, and names its holder and another', () => {
    expect(planPort({ ...facts, asked: true, holder: 'the process node (17)' })).toEqual({
      problem: 'Port 6443 of 127.0.0.1 is taken by the process node (17)',
      remedy: 'end it, or choose another port: --api-port=6444',
    });
  });

  it('has nothing to offer where all are taken', () => {
    expect(planPort({ ...facts, holder: 'another process', free: undefined })).toMatchObject({ remedy: 'end it' });
  });
});
