import { describe, expect, it } from 'vitest';

import { ControllerRevision } from './controller-revision.ts';
import { validateControllerRevision, validateControllerRevisionUpdate } from './controller-revision-validation.ts';
import { setStatefulSetDefaults } from './defaults.ts';
import { StatefulSet } from './stateful-set.ts';
import {
  validateStatefulSet,
  validateStatefulSetStatus,
  validateStatefulSetUpdate,
} from './stateful-set-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const template = (spec: object = {}): object => ({
  metadata: { labels: { app: 'db' } },
  spec: {
    containers: [{ name: 'db', image: 'postgres', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    ...spec,
  },
});
const claim = (spec: object = {}): object => ({
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const statefulSet = (spec: object = {}, status: object = {}): StatefulSet => {
  const given = {
    selector: { matchLabels: { app: 'db' } },
    serviceName: 'db',
    template: template(),
    volumeClaimTemplates: [claim()],
    ...spec,
  };
  const object = decodeJson(StatefulSet, { metadata: { name: 'db', namespace: 'default' }, spec: given, status }).value;
  setStatefulSetDefaults(object);
  return object;
};

describe('setStatefulSetDefaults', () => {
  it('replaces pods one at a time and keeps claims', () => {
    const { spec } = statefulSet();
    expect(spec).toMatchObject({
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      revisionHistoryLimit: 10,
    });
    expect(spec.volumeClaimTemplates?.[0]).toMatchObject({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      spec: { volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    });
  });

  it('adds no steps to OnDelete', () => {
    expect(statefulSet({ updateStrategy: { type: 'OnDelete' } }).spec.updateStrategy).toEqual({ type: 'OnDelete' });
  });
});

describe('validateStatefulSet', () => {
  it.each([
    ['pods that mount their claims', {}, []],
    ['no service', { serviceName: '' }, []],
    [
      'an unknown order',
      { podManagementPolicy: 'Random' },
      [`spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel'`],
    ],
    [
      'an unknown strategy',
      { updateStrategy: { type: 'Recreate' } },
      [
        `spec.updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`,
      ],
    ],
    [
      'steps of OnDelete',
      { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      [
        `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
      ],
    ],
    [
      'a negative partition and no unavailable pods',
      { updateStrategy: { rollingUpdate: { partition: -1, maxUnavailable: 0 }, type: 'RollingUpdate' } },
      [
        'spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0',
        'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0',
      ],
    ],
    [
      'an unknown retention',
      { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Recycle' } },
      [
        'spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Recycle": supported values: "Retain", "Delete"',
      ],
    ],
    [
      'a service name that is none',
      { serviceName: 'my.db' },
      ['spec.serviceName: Invalid value: "my.db": must not contain dots'],
    ],
    [
      'a claim without access mode',
      { volumeClaimTemplates: [claim({ accessModes: [] })] },
      ['spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required'],
    ],
    [
      'a mount of nothing',
      { volumeClaimTemplates: [] },
      ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"'],
    ],
    [
      'pods that end',
      { template: template({ restartPolicy: 'OnFailure' }) },
      ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ],
    [
      'an empty selector',
      { selector: {} },
      ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset'],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateStatefulSet(statefulSet(spec)).map(String)).toEqual(messages);
  });
});

describe('validateStatefulSetUpdate', () => {
  const FORBIDDEN =
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  it.each([
    ['size and template', { replicas: 3, template: template({ terminationGracePeriodSeconds: 1 }) }, []],
    ['the numbers', { ordinals: { start: 1 } }, []],
    ['the service', { serviceName: 'other' }, [FORBIDDEN]],
    ['the claims', { volumeClaimTemplates: [claim({ storageClassName: 'fast' })] }, [FORBIDDEN]],
    ['the order', { podManagementPolicy: 'Parallel' }, [FORBIDDEN]],
  ])('judges a change of %s', (_name, spec, messages) => {
    expect(validateStatefulSetUpdate(statefulSet(spec), statefulSet()).map(String)).toEqual(messages);
  });

  it('lets a template stay wrong that was so before', () => {
    const old = statefulSet({ volumeClaimTemplates: [] });
    expect(validateStatefulSetUpdate(statefulSet({ volumeClaimTemplates: [], replicas: 2 }), old)).toEqual([]);
  });
});

describe('validateStatefulSetStatus', () => {
  it('refuses more pods of a kind than there are', () => {
    const now = statefulSet({}, { replicas: 1, readyReplicas: 2, availableReplicas: 1 });
    expect(validateStatefulSetStatus(now, statefulSet()).map(String)).toEqual([
      'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    ]);
  });
});

describe('validateControllerRevision', () => {
  const revision = (rest: object): ControllerRevision =>
    decodeJson(ControllerRevision, { metadata: { name: 'db-1' }, ...rest }).value;
  it.each([
    ['a state', { data: { spec: {} }, revision: 1 }, []],
    ['no state', { revision: 1 }, ['data: Required value: data is mandatory']],
    [
      'a negative number',
      { data: { a: 1 }, revision: -1 },
      ['revision: Invalid value: -1: must be greater than or equal to 0'],
    ],
  ])('judges %s', (_name, rest, messages) => {
    expect(validateControllerRevision(revision(rest)).map(String)).toEqual(messages);
  });

  it('refuses another state', () => {
    const errors = validateControllerRevisionUpdate(revision({ data: { a: 2 } }), revision({ data: { a: 1 } }));
    expect(errors.map(String)).toEqual(['data: Invalid value: {"a":2}: field is immutable']);
  });
});
