import { describe, expect, it } from 'vitest';

import { keepPhaseTime, startFirstPhase } from './persistent-volume-phase.ts';
import {
  persistentVolumeWarnings,
  validatePersistentVolume,
  validatePersistentVolumeUpdate,
} from './persistent-volume-validation.ts';
import { PersistentVolume } from './persistent-volume.ts';
import { decodeJson } from '../schema/decode-json.ts';

const SPEC = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } };
const read = (spec: object, metadata: object = {}): PersistentVolume =>
  decodeJson(PersistentVolume, { metadata: { name: 'pv', ...metadata }, spec: { ...SPEC, ...spec } }).value;
const nodesWith = (key: string): object => ({
  nodeAffinity: {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['a'] }] }] },
  },
});

describe('validatePersistentVolume', () => {
  it('fills in what is kept and how it is mounted', () => {
    expect(read({}).spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
  });

  it.each<[string, object, string[]]>([
    ['a directory of the node', {}, []],
    [
      'no size and no modes',
      { capacity: {}, accessModes: [] },
      [
        'spec.accessModes: Required value',
        'spec.capacity: Required value',
        'spec.capacity: Unsupported value: null: supported values: "storage"',
      ],
    ],
    [
      'a size of nothing',
      { capacity: { storage: '0' } },
      ['spec.capacity[storage]: Invalid value: "0": must be greater than zero'],
    ],
    [
      'modes that exclude each other',
      { accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] },
      ['spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes'],
    ],
    ['no source', { hostPath: null }, ['spec: Required value: must specify a volume type']],
    [
      'two sources',
      { nfs: { server: 'a', path: '/' } },
      ['spec.nfs: Forbidden: may not specify more than 1 volume type'],
    ],
    [
      'a local disk without its node',
      { hostPath: null, local: { path: '/a/../b' } },
      [
        `spec.local.path: Invalid value: "/a/../b": must not contain '..'`,
        'spec.nodeAffinity: Required value: Local volume requires node affinity',
      ],
    ],
    [
      'the root of the node to be recycled',
      { hostPath: { path: '/./' }, persistentVolumeReclaimPolicy: 'Recycle' },
      ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
    ],
    [
      'values that mean nothing',
      { persistentVolumeReclaimPolicy: 'Keep', volumeMode: 'Tape', accessModes: ['Any'] },
      [
        'spec.accessModes: Unsupported value: "Any": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
        'spec.persistentVolumeReclaimPolicy: Unsupported value: "Keep": supported values: "Delete", "Recycle", "Retain"',
        'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
      ],
    ],
    [
      'a CSI volume without a name, with a secret without a namespace',
      { hostPath: null, csi: { driver: 'a.b', nodePublishSecretRef: { name: 's' } } },
      ['spec.csi.volumeHandle: Required value', 'spec.csi.nodePublishSecretRef.namespace: Required value'],
    ],
    [
      'attributes without a CSI driver',
      { volumeAttributesClassName: 'fast' },
      ['spec.csi: Required value: has to be specified when using volumeAttributesClassName'],
    ],
  ])('judges %s', (_name, spec, errors) => {
    expect(validatePersistentVolume(read(spec)).map(String)).toEqual(errors);
  });

  it('refuses mount options in an annotation where they do nothing', () => {
    const annotations = { 'volume.beta.kubernetes.io/mount-options': 'ro' };
    expect(validatePersistentVolume(read({}, { annotations })).map(String)).toEqual([
      'metadata.annotations.volume.beta.kubernetes.io/mount-options: Forbidden: may not specify mount options for this volume type',
    ]);
  });
});

describe('validatePersistentVolumeUpdate', () => {
  const update = (now: object, before: object): string[] =>
    validatePersistentVolumeUpdate(read(now), read(before)).map(String);

  it.each<[string, object, object, string[]]>([
    ['accepts another size, policy and class', { capacity: { storage: '2Gi' }, storageClassName: 'a' }, {}, []],
    ['accepts the successor of a node label', nodesWith('kubernetes.io/os'), nodesWith('beta.kubernetes.io/os'), []],
    ['accepts nodes where there were none', nodesWith('a'), {}, []],
    ['refuses another mode', { volumeMode: 'Block' }, {}, ['volumeMode: Invalid value: "Block": field is immutable']],
    [
      'accepts a secret for growing that was not there',
      {
        hostPath: null,
        csi: { driver: 'a', volumeHandle: 'b', controllerExpandSecretRef: { name: 'a', namespace: 'b' } },
      },
      { hostPath: null, csi: { driver: 'a', volumeHandle: 'b' } },
      [],
    ],
  ])('%s', (_name, now, before, errors) => {
    expect(update(now, before)).toEqual(errors);
  });

  it('refuses another source, and shows what changed', () => {
    expect(update({ hostPath: { path: '/other' } }, {})).toEqual([
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n@@ -1,6 +1,6 @@\n {\n  "hostPath": {\n-  "path": "/data",\n+  "path": "/other",\n   "type": ""\n  }\n }\n',
    ]);
  });

  it('refuses other nodes', () => {
    expect(update(nodesWith('b'), nodesWith('a'))).toEqual([
      expect.stringMatching(
        /^nodeAffinity: Invalid value: .*: field is immutable, except for updating from beta label to GA$/,
      ),
    ]);
  });
});

describe('a PersistentVolume', () => {
  it('warns of what is deprecated', () => {
    const volume = read({ persistentVolumeReclaimPolicy: 'Recycle', ...nodesWith('beta.kubernetes.io/arch') });
    expect(persistentVolumeWarnings(volume)).toEqual([
      'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
      'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
    ]);
  });

  it('remembers when its phase began', () => {
    const volume = read({}, { creationTimestamp: '2026-01-01T00:00:00Z' });
    startFirstPhase(volume);
    const later = read({});
    keepPhaseTime(later, volume);
    expect(later.status).toEqual({ phase: 'Pending', lastPhaseTransitionTime: '2026-01-01T00:00:00Z' });
  });
});
