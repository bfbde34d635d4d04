import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '@wherry/api/apps-v1';
import type { PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import { planStateful, type StatefulAction } from './stateful-plan.ts';

const now = Date.parse('2026-01-10T00:00:00Z');

function set(replicas: number, spec: object = {}): StatefulSet {
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'set' },
    spec: { replicas, selector: {}, serviceName: 'web', updateStrategy: rolling(), ...spec },
    status: {},
  } as unknown as StatefulSet;
}

const rolling = (rollingUpdate: object = {}) => ({ type: 'RollingUpdate', rollingUpdate });

type Kind = 'ready' | 'ill' | 'pending' | 'failed' | 'going';

/** `2:ready:new` is web-2, ready, of the new revision; the revision is the old one if not said. */
function pod(text: string): Pod {
  const [ordinal, kind = 'ready', revision = 'old'] = text.split(':') as [string, Kind?, string?];
  const name = `web-${ordinal}`;
  const phases = { ready: 'Running', ill: 'Running', going: 'Running', pending: 'Pending', failed: 'Failed' } as const;
  const isReady = kind === 'ready' || kind === 'going';
  return {
    metadata: {
      name,
      uid: `uid-${ordinal}`,
      labels: { 'statefulset.kubernetes.io/pod-name': name, 'controller-revision-hash': revision },
      ...(kind === 'going' ? { deletionTimestamp: '2026-01-09T23:59:59Z' } : {}),
    },
    spec: { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }] },
    status: { phase: phases[kind], conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

function plan(given: StatefulSet, pods: string, claims: readonly PersistentVolumeClaim[] = []): string {
  const observed = {
    current: 'old',
    update: 'new',
    pods: pods === '' ? [] : pods.split(' ').map(pod),
    claim: (name: string) => claims.find(({ metadata }) => metadata.name === name),
    now,
  };
  return planStateful(given, observed).map(describeAction).join(' ');
}

function describeAction(action: StatefulAction): string {
  if (action.kind === 'create') return `create ${action.ordinal}:${action.revision}`;
  const ordinal = action.pod.metadata.name?.replace('web-', '') ?? '';
  return `${action.kind === 'delete' && action.forUpdate ? 'update' : action.kind} ${ordinal}`;
}

const parallel = { podManagementPolicy: 'Parallel' };

describe('planStateful', () => {
  it.each<[string, StatefulSet, string, string]>([
    ['begins with the first', set(3), '', 'create 0:new'],
    ['waits for a pod that is not ready', set(3), '0:ill:new', ''],
    ['goes on when it is', set(3), '0:ready:new', 'create 1:new'],
    ['fills a gap before it goes on', set(3), '0:ready:new 2:ready:new', 'create 1:new'],
    ['replaces a pod that has failed', set(2), '0:failed:new 1:ready:new', 'delete 0'],
    ['waits for a pod that is going', set(2), '0:going:new 1:ready:new', ''],
    ['takes the highest of those that are too many', set(1), '0:ready:new 1:ready:new 2:ready:new', 'delete 2'],
    ['waits until it is gone', set(1), '0:ready:new 1:ready:new 2:going:new', ''],
    ['takes a healthy one although one below is ill', set(1), '0:ready:new 1:ill:new 2:ready:new', 'delete 2'],
    ['takes an ill one if it is the highest', set(1), '0:ready:new 1:ready:new 2:ill:new', 'delete 2'],
    ['waits with an ill one for another ill one below', set(1), '0:ready:new 1:ill:new 2:ill:new', ''],
    ['does not take any while one that stays is ill', set(1), '0:ill:new 1:ready:new', ''],
    ['updates the highest first', set(3), '0 1 2', 'update 2'],
    ['waits for the one that is being updated', set(3), '0 1 2:going', ''],
    ['waits for it to become ready', set(3), '0 1 2:ill:new', ''],
    ['updates the next', set(3), '0 1 2:ready:new', 'update 1'],
    ['is done', set(2), '0:ready:new 1:ready:new', ''],
    ['scales before it updates', set(3), '0 1', 'create 2:new'],
    ['updates down to the partition', set(3, { updateStrategy: rolling({ partition: 2 }) }), '0 1 2:ready:new', ''],
    [
      'brings back the old below the partition',
      set(3, { updateStrategy: rolling({ partition: 1 }) }),
      '',
      'create 0:old',
    ],
    ['brings back the new above it', set(2, { updateStrategy: rolling({ partition: 1 }) }), '0', 'create 1:new'],
    ['updates nothing by itself', set(2, { updateStrategy: { type: 'OnDelete' } }), '0 1', ''],
    ['creates all at once', set(3, parallel), '1:ill:new', 'create 0:new create 2:new'],
    ['takes all at once', set(1, parallel), '0:ready:new 1:ill:new 2:ready:new', 'delete 2 delete 1'],
    ['updates in order even so', set(3, parallel), '0 1 2', 'update 2'],
    ['updates several', set(4, { updateStrategy: rolling({ maxUnavailable: 2 }) }), '0 1 2 3', 'update 3 update 2'],
    [
      'counts those that are unavailable',
      set(4, { ...parallel, updateStrategy: rolling({ maxUnavailable: 2 }) }),
      '0 1 2 3:ill:new',
      'update 2',
    ],
    [
      'updates ill ones first',
      set(4, { ...parallel, updateStrategy: rolling({ maxUnavailable: 2 }) }),
      '0:ill 1:ill 2 3',
      'update 1 update 0',
    ],
    [
      'rounds a share up',
      set(5, { updateStrategy: rolling({ maxUnavailable: '25%' }) }),
      '0 1 2 3 4',
      'update 4 update 3',
    ],
    [
      'numbers from where it is told',
      set(2, { ordinals: { start: 3 } }),
      '0:ready:new 3:ready:new 4:ready:new',
      'delete 0',
    ],
  ])('%s', (_name, given, pods, expected) => {
    expect(plan(given, pods)).toBe(expected);
  });

  it('does nothing any more when it is being deleted', () => {
    const going = set(3);
    going.metadata.deletionTimestamp = '2026-01-10T00:00:00Z';
    expect(plan(going, '0')).toBe('');
  });

  it('waits for minReadySeconds', () => {
    const patient = set(2, { minReadySeconds: 10 });
    const young = pod('0:ready:new');
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-09T23:59:55Z' };
    young.status.conditions = [ready];
    const observed = { current: 'old', update: 'new', pods: [young], claim: () => undefined, now };
    expect(planStateful(patient, observed)).toEqual([]);
    expect(planStateful(patient, { ...observed, now: now + 5000 })).toHaveLength(1);
  });
});

describe('planStateful with claims', () => {
  const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: {} }];
  const claim = (ordinal: number, ...owners: ['Pod' | 'StatefulSet', string][]): PersistentVolumeClaim => ({
    metadata: {
      name: `data-web-${ordinal}`,
      ownerReferences: owners.map(([kind, uid]) => ({
        apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
        kind,
        name: kind === 'Pod' ? `web-${ordinal}` : 'web',
        uid,
        controller: true,
        blockOwnerDeletion: true,
      })),
    },
    spec: { resources: {} },
    status: {},
  });
  const keeping = (whenScaled: string, whenDeleted: string, replicas = 1) =>
    set(replicas, { volumeClaimTemplates, persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } });

  it.each<[string, StatefulSet, string, PersistentVolumeClaim[], string]>([
    ['makes claims that a pod waits for', keeping('Retain', 'Retain'), '0:pending:new', [], 'claims 0'],
    ['leaves claims without owners', keeping('Retain', 'Retain'), '0:ready:new', [claim(0)], ''],
    [
      'takes the set from claims that are to stay',
      keeping('Retain', 'Retain'),
      '0:ready:new',
      [claim(0, ['StatefulSet', 'set'])],
      'mend 0',
    ],
    ['gives claims to the set', keeping('Retain', 'Delete'), '0:ready:new', [claim(0)], 'mend 0'],
    ['is content with the set', keeping('Delete', 'Delete'), '0:ready:new', [claim(0, ['StatefulSet', 'set'])], ''],
    [
      'replaces a set that is gone',
      keeping('Retain', 'Delete'),
      '0:ready:new',
      [claim(0, ['StatefulSet', 'gone'])],
      'mend 0',
    ],
    [
      'gives claims to a pod before it is taken away',
      keeping('Delete', 'Retain'),
      '0:ready:new 1:ready:new',
      [claim(0), claim(1)],
      'retain 1 delete 1',
    ],
    [
      'waits for a claim that goes with an earlier pod',
      keeping('Delete', 'Retain', 2),
      '0:ready:new',
      [claim(0), claim(1, ['Pod', 'earlier'])],
      '',
    ],
  ])('%s', (_name, given, pods, claims, expected) => {
    expect(plan(given, pods, claims)).toBe(expected);
  });

  it('leaves claims that somebody else controls', () => {
    const other = { apiVersion: 'v1', kind: 'Other', name: 'x', uid: 'x', controller: true };
    const theirs = { ...claim(0), metadata: { name: 'data-web-0', ownerReferences: [other] } };
    expect(plan(keeping('Delete', 'Delete'), '0:ready:new', [theirs])).toBe('');
  });
});
