import type { PodStatus } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { statusPatch } from './status-patch.ts';

const condition = (type: string, status: string) => ({ type, status, lastTransitionTime: '2026-01-01T00:00:00Z' });
const status = (more: Partial<PodStatus>): PodStatus => ({ phase: 'Running', ...more }) as PodStatus;

describe('statusPatch', () => {
  it('says nothing where nothing has changed, whatever the order of fields', () => {
    const conditions = [condition('Ready', 'True')];
    const old = { conditions: [...conditions, condition('x/y', 'True')], phase: 'Running' } as PodStatus;
    expect(statusPatch('u', old, status({ conditions }))).toBeUndefined();
  });

  it('holds only what has changed', () => {
    const old = status({
      phase: 'Pending',
      conditions: [condition('Ready', 'False'), condition('Initialized', 'True')],
    });
    const wanted = status({ conditions: [condition('Ready', 'True'), condition('Initialized', 'True')] });
    expect(statusPatch('u', old, wanted)).toEqual({
      metadata: { uid: 'u' },
      status: { phase: 'Running', conditions: [condition('Ready', 'True')] },
    });
  });

  it('takes away why a condition did not hold', () => {
    const unready = { ...condition('Ready', 'False'), reason: 'ContainersNotReady', message: 'not yet' };
    const wanted = status({ conditions: [condition('Ready', 'True')] });
    expect(statusPatch('u', status({ conditions: [unready] }), wanted)).toEqual({
      metadata: { uid: 'u' },
      status: { conditions: [{ ...condition('Ready', 'True'), reason: null, message: null }] },
    });
  });

  it('takes away what no longer holds, and replaces addresses', () => {
    const old = status({ reason: 'Odd', podIPs: [{ ip: '10.0.0.1' }] });
    expect(statusPatch('u', old, status({ podIPs: [{ ip: '10.0.0.2' }] }))).toMatchObject({
      status: { reason: null, podIPs: [{ $patch: 'replace' }, { ip: '10.0.0.2' }] },
    });
  });
});

describe('what is only said while it holds', () => {
  it('is taken away, and nothing else is', () => {
    const old = status({ conditions: [condition('PodResizePending', 'True'), condition('x/y', 'True')] });
    expect(statusPatch('u', old, status({ conditions: [] }))).toMatchObject({
      status: { conditions: [{ $patch: 'delete', type: 'PodResizePending' }] },
    });
  });

  it('does not concern the addresses of a pod that had none', () => {
    expect(statusPatch('u', status({}), status({ podIPs: [{ ip: '10.0.0.2' }] }))).toMatchObject({
      status: { podIPs: [{ ip: '10.0.0.2' }] },
    });
  });
});
