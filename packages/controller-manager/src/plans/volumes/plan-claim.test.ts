import type { PersistentVolume } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { planClaim, type ClaimInput } from './plan-claim.ts';
import { claimOf, classOf, refTo, volumeOf, type ClaimTraits, type VolumeTraits } from './testing/storage.ts';

const plan = (traits: ClaimTraits, rest: Partial<Omit<ClaimInput, 'claim'>> = {}) =>
  planClaim({ claim: claimOf(traits), volumes: [], classes: [], waitingPods: [], ...rest });

/** The name of the volume that a claim gets. */
function boundTo(traits: ClaimTraits, volumes: readonly PersistentVolume[]): string | undefined {
  const found = plan(traits, { volumes });
  return found.action === 'bind' ? found.volume.metadata.name : undefined;
}

const ofSize = (name: string, storage: string, more: VolumeTraits['spec'] = {}) =>
  volumeOf({ name, spec: { capacity: { storage }, ...more } });

describe('planClaim() of a claim that any volume will do for', () => {
  it.each<[string, ClaimTraits, readonly PersistentVolume[], string | undefined]>([
    ['gets the smallest that is large enough', {}, [ofSize('l', '9Gi'), ofSize('s', '1Gi'), ofSize('m', '3Gi')], 'm'],
    [
      'gets one with fewer ways to be mounted before a smaller one',
      {},
      [
        ofSize('small', '2Gi', { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
        ofSize('plain', '5Gi', { accessModes: ['ReadWriteOnce'] }),
      ],
      'plain',
    ],
    [
      'does not get one that cannot be mounted so',
      { spec: { accessModes: ['ReadWriteMany'] } },
      [volumeOf()],
      undefined,
    ],
    ['does not get one of another class', { spec: { storageClassName: 'fast' } }, [volumeOf()], undefined],
    [
      'gets one of its class, which need not exist',
      { spec: { storageClassName: 'manual' } },
      [volumeOf({ spec: { storageClassName: 'manual' } })],
      'pv',
    ],
    ['does not get a device for files', {}, [volumeOf({ spec: { volumeMode: 'Block' } })], undefined],
    [
      'gets one with its labels',
      { spec: { selector: { matchLabels: { disk: 'ssd' } } } },
      [volumeOf({ name: 'other' }), volumeOf({ name: 'ssd', metadata: { labels: { disk: 'ssd' } } })],
      'ssd',
    ],
    [
      'does not get one that is not free',
      {},
      [volumeOf({ phase: 'Released' }), volumeOf({ phase: 'Pending' })],
      undefined,
    ],
    ['does not get one that is to go', {}, [volumeOf({ metadata: { deletionTimestamp: 'now' } })], undefined],
    ['does not get one of another claim', {}, [volumeOf({ spec: { claimRef: refTo('other') } })], undefined],
    [
      'gets the one that is kept for it, though another is smaller',
      {},
      [ofSize('small', '2Gi'), ofSize('kept', '9Gi', { claimRef: refTo() })],
      'kept',
    ],
    [
      'does not get the one that is kept for it when it is too small',
      {},
      [ofSize('kept', '1Gi', { claimRef: refTo() })],
      undefined,
    ],
  ])('%s', (_name, traits, volumes, expected) => {
    expect(boundTo(traits, volumes)).toBe(expected);
  });

  it('takes the default class once there is one, and only if it has left it open', () => {
    const classes = [
      classOf('usual', {
        metadata: { name: 'usual', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      }),
    ];
    expect(plan({}, { classes })).toEqual({ action: 'adopt-class', className: 'usual' });
    expect(plan({ spec: { storageClassName: '' } }, { classes }).action).toBe('wait');
  });

  it.each<[string, ClaimTraits, Partial<ClaimInput>, string]>([
    [
      'there is none',
      {},
      {},
      'Normal FailedBinding: no persistent volumes available for this claim and no storage class is set',
    ],
    [
      'its class is not there',
      { spec: { storageClassName: 'gone' } },
      {},
      'Warning ProvisioningFailed: storageclass.storage.k8s.io "gone" not found',
    ],
    [
      'its class has no provisioner',
      { spec: { storageClassName: 'hand' } },
      { classes: [classOf('hand', { provisioner: 'kubernetes.io/no-provisioner' })] },
      'Warning ProvisioningFailed: no volume plugin matched name: kubernetes.io/no-provisioner',
    ],
    [
      'its pod is to come',
      { spec: { storageClassName: 'late' } },
      {
        classes: [classOf('late', { volumeBindingMode: 'WaitForFirstConsumer' })],
        volumes: [volumeOf({ spec: { storageClassName: 'late' } })],
      },
      'Normal WaitForFirstConsumer: waiting for first consumer to be created before binding',
    ],
    [
      'its pod has no node',
      { spec: { storageClassName: 'late' } },
      { classes: [classOf('late', { volumeBindingMode: 'WaitForFirstConsumer' })], waitingPods: ['web'] },
      'Normal WaitForPodScheduled: waiting for pod web to be scheduled',
    ],
    [
      'its pods have no node',
      { spec: { storageClassName: 'late' } },
      { classes: [classOf('late', { volumeBindingMode: 'WaitForFirstConsumer' })], waitingPods: ['a', 'b'] },
      'Normal WaitForPodScheduled: waiting for pods a,b to be scheduled',
    ],
  ])('waits when %s, and says so', (_name, traits, rest, expected) => {
    const { action, event } = plan(traits, rest) as {
      action: string;
      event: { type: string; reason: string; message: string };
    };
    expect([action, `${event.type} ${event.reason}: ${event.message}`]).toEqual(['wait', expected]);
  });

  it.each([
    ['at once', 'Immediate', undefined],
    ['when its pod has a node', 'WaitForFirstConsumer', { 'volume.kubernetes.io/selected-node': 'n' }],
  ] as const)('asks the provisioner of its class %s', (_name, volumeBindingMode, annotations) => {
    const classes = [classOf('disks', { volumeBindingMode })];
    const traits = { spec: { storageClassName: 'disks' }, ...(annotations === undefined ? {} : { annotations }) };
    expect(plan(traits, { classes })).toMatchObject({
      action: 'ask',
      provisioner: 'example.com/disks',
      event: { type: 'Normal', reason: 'ExternalProvisioning' },
    });
  });

  it('that waits for its pod gets a volume that was made for it', () => {
    const volume = volumeOf({ spec: { storageClassName: 'late', claimRef: refTo('c') } });
    const classes = [classOf('late', { volumeBindingMode: 'WaitForFirstConsumer' })];
    expect(plan({ spec: { storageClassName: 'late' } }, { classes, volumes: [volume] }).action).toBe('bind');
  });
});

describe('planClaim() of a claim that names its volume', () => {
  const named: ClaimTraits = { spec: { volumeName: 'pv' } };
  it.each<[string, readonly PersistentVolume[], string, string?]>([
    ['waits without a word for one that is to come', [], 'wait'],
    ['gets it', [volumeOf()], 'bind'],
    ['gets it when it is kept for it', [volumeOf({ spec: { claimRef: refTo() } })], 'bind'],
    [
      'does not get that of another',
      [volumeOf({ spec: { claimRef: refTo('x') } })],
      'wait',
      'Warning FailedBinding: volume "pv" already bound to a different claim.',
    ],
    ...(
      [
        ['requested PV is too small', { spec: { capacity: { storage: '1Gi' } } }],
        ['storageClassName does not match', { spec: { storageClassName: 'fast' } }],
        ['incompatible volumeMode', { spec: { volumeMode: 'Block' } }],
        ['incompatible accessMode', { spec: { accessModes: ['ReadOnlyMany'] } }],
        ['the volume is marked for deletion "pv"', { metadata: { deletionTimestamp: 'now' } }],
      ] as const
    ).map(
      ([why, traits]) =>
        [
          `does not get it: ${why}`,
          [volumeOf(traits as VolumeTraits)],
          'wait',
          `Warning VolumeMismatch: Cannot bind to requested volume "pv": ${why}`,
        ] as [string, readonly PersistentVolume[], string, string],
    ),
  ])('%s', (_name, volumes, action, told) => {
    const found = plan(named, { volumes });
    expect(found.action).toBe(action);
    const event = 'event' in found ? found.event : undefined;
    expect(event === undefined ? undefined : `${event.type} ${event.reason}: ${event.message}`).toBe(told);
  });
});

describe('planClaim() of a claim that has had a volume', () => {
  const had = (volumeName?: string): ClaimTraits => ({
    annotations: { 'pv.kubernetes.io/bind-completed': 'yes' },
    phase: 'Bound',
    spec: volumeName === undefined ? {} : { volumeName },
  });
  it.each<[string, ClaimTraits, readonly PersistentVolume[], string]>([
    ['keeps it', had('pv'), [volumeOf({ spec: { claimRef: refTo('c') } })], 'bind'],
    ['takes it again when it has come loose', had('pv'), [volumeOf()], 'bind'],
    [
      'has lost its name',
      had(),
      [volumeOf()],
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    ],
    ['has lost it', had('pv'), [], 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'],
    [
      'has lost it to another',
      had('pv'),
      [volumeOf({ spec: { claimRef: refTo('x') } })],
      'Two claims are bound to the same volume, this one is bound incorrectly',
    ],
  ])('%s', (_name, traits, volumes, expected) => {
    const found = plan(traits, { volumes });
    expect(found.action === 'lose' ? found.event.message : found.action).toBe(expected);
  });
});
