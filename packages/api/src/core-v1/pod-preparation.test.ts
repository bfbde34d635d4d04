import { describe, expect, it } from 'vitest';

import { dropDisabledPodFields, preparePod, preparePodStatus } from './pod-preparation.ts';
import type { Pod } from './pod.ts';
import { newPod } from './testing/new-pod.ts';

function prepared(spec: object = {}, metadata: object = {}): Pod {
  const pod = newPod(spec, { metadata });
  preparePod(pod);
  return pod;
}

describe('preparePod', () => {
  it('makes a new pod pending, of a class of service, and forgets what else is said of it', () => {
    const pod = newPod({}, { status: { phase: 'Running', podIP: '10.0.0.1' } });
    preparePod(pod);
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('says that a pod with gates is not scheduled', () => {
    expect(prepared({ schedulingGates: [{ name: 'x/y' }] }).status.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]);
  });

  it('writes labels that others must or must not share into selectors', () => {
    const term = {
      topologyKey: 'zone',
      labelSelector: {},
      matchLabelKeys: ['app', 'absent'],
      mismatchLabelKeys: ['tenant'],
    };
    const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['app'] };
    const { spec } = prepared(
      {
        affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
        topologySpreadConstraints: [{ ...spread, labelSelector: {} }, spread],
      },
      { labels: { app: 'web', tenant: 't' } },
    );
    const isWeb = { key: 'app', operator: 'In', values: ['web'] };
    expect(spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector).toEqual({
      matchExpressions: [isWeb, { key: 'tenant', operator: 'NotIn', values: ['t'] }],
    });
    expect(spec.topologySpreadConstraints?.map(({ labelSelector }) => labelSelector)).toEqual([
      { matchExpressions: [isWeb] },
      undefined,
    ]);
  });
});

describe('AppArmor profiles', () => {
  const KEY = 'container.apparmor.security.beta.kubernetes.io/a';
  const withProfile = (profile: object) => ({
    containers: [{ name: 'a', image: 'x', securityContext: { appArmorProfile: profile } }],
  });

  it.each<[string, object, string]>([
    ['the runtime', { type: 'RuntimeDefault' }, 'runtime/default'],
    ['nobody', { type: 'Unconfined' }, 'unconfined'],
    ['the node', { type: 'Localhost', localhostProfile: 'p' }, 'localhost/p'],
  ])('of %s are both field and annotation', (_name, profile, annotation) => {
    expect(prepared(withProfile(profile)).metadata.annotations).toEqual({ [KEY]: annotation });
    const { spec } = prepared({}, { annotations: { [KEY]: annotation } });
    expect(spec.containers[0]?.securityContext?.appArmorProfile).toEqual(profile);
  });

  it('of the pod are annotations of its containers', () => {
    const pod = prepared({ securityContext: { appArmorProfile: { type: 'Unconfined' } } });
    expect(pod.metadata.annotations).toEqual({ [KEY]: 'unconfined' });
    expect(pod.spec.containers[0]?.securityContext).toBeUndefined();
  });

  it('stay annotations when they are no profiles, or on Windows', () => {
    const annotations = { [KEY]: 'none' };
    expect(prepared({}, { annotations }).spec.containers[0]?.securityContext).toBeUndefined();
    const windows = { os: { name: 'windows' } };
    expect(
      prepared(windows, { annotations: { [KEY]: 'unconfined' } }).spec.containers[0]?.securityContext,
    ).toBeUndefined();
  });
});

describe('dropDisabledPodFields', () => {
  const withCertificate = () =>
    newPod({
      volumes: [
        {
          name: 'v',
          projected: {
            sources: [{ podCertificate: { signerName: 'x/y', keyType: 'ED25519' } }, { configMap: { name: 'c' } }],
          },
        },
      ],
    });
  const sourcesOf = ({ spec }: Pod) => spec.volumes?.[0]?.projected?.sources ?? [];

  it('drops projections that are not served', () => {
    const pod = withCertificate();
    dropDisabledPodFields(pod.spec);
    expect(sourcesOf(pod)).toEqual([{}, { configMap: { name: 'c' } }]);
  });

  it('keeps those that a pod already has', () => {
    const pod = withCertificate();
    dropDisabledPodFields(pod.spec, withCertificate().spec);
    expect(sourcesOf(pod)[0]?.podCertificate?.signerName).toBe('x/y');
  });
});

describe('preparePodStatus', () => {
  function preparedStatus(status: object, before: object): Pod['status'] {
    const pod = newPod({}, { status });
    preparePodStatus(pod, newPod({}, { status: before }));
    return pod.status;
  }

  it.each<[string, object, object, object]>([
    ['keeps the class of service', {}, { qosClass: 'Burstable' }, { qosClass: 'Burstable' }],
    [
      'keeps observed generations',
      { conditions: [{ type: 'Ready', status: 'True' }] },
      { observedGeneration: 3, conditions: [{ type: 'Ready', status: 'False', observedGeneration: 2 }] },
      { observedGeneration: 3, conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] },
    ],
    [
      'takes the first address for the only one',
      { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
      {},
      { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
    ],
    [
      'takes the only address for the first',
      { podIP: '10.0.0.1' },
      {},
      { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] },
    ],
    [
      'believes the only address rather than the first',
      { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] },
      {},
      { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] },
    ],
  ])('%s', (_name, status, before, expected) => {
    expect(preparedStatus(status, before)).toEqual(expected);
  });

  it('does not delete, or change owners', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'u' };
    const pod = newPod({}, { metadata: { deletionTimestamp: '2025-01-01T00:00:00Z' } });
    preparePodStatus(pod, newPod({}, { metadata: { ownerReferences: [owner] } }));
    expect(pod.metadata.deletionTimestamp).toBeUndefined();
    expect(pod.metadata.ownerReferences).toEqual([owner]);
  });
});
