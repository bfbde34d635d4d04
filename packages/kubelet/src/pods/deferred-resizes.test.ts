import { describe, expect, it } from 'vitest';
import { deferredResizes } from './deferred-resizes.ts';
import { podOf } from './testing/pictures.ts';

const pending = (reason: string) => ({ conditions: [{ type: 'PodResizePending', status: 'True', reason }] });
const named = (uid: string, status: object = {}) => podOf({}, { metadata: { uid }, status });
const having = (cpu: string) =>
  named('other', { phase: 'Running', containerStatuses: [{ name: 'app', resources: { requests: { cpu } } }] });

const pods = [named('waits', pending('Deferred')), named('never', pending('Infeasible')), named('content')];
const uids = (change: Parameters<typeof deferredResizes>[1]) =>
  deferredResizes(pods, change).map(({ metadata }) => metadata.uid);

describe('deferredResizes()', () => {
  it.each([
    ['is gone', { old: named('other') }],
    ['has ended', { old: named('other', { phase: 'Running' }), object: named('other', { phase: 'Succeeded' }) }],
    ['has been given less', { old: having('1'), object: having('500m') }],
  ])('are tried again when another pod %s', (_what, change) => {
    expect(uids(change)).toEqual(['waits']);
  });

  it.each([
    ['another pod comes', { object: named('other') }],
    ['what another has stays', { old: having('1'), object: having('1000m') }],
    ['another that had ended goes on being told of', { old: ended(), object: ended() }],
    ['it is the pod itself that changes', { old: named('waits'), object: named('waits', { phase: 'Failed' }) }],
  ])('are left when %s', (_what, change) => {
    expect(uids(change)).toEqual([]);
  });
});

function ended() {
  return named('other', { phase: 'Failed' });
}
