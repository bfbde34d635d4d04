import { describe, expect, it } from 'vitest';

import { normalizeDataSources, persistentVolumeClaimWarnings } from './persistent-volume-claim-normalization.ts';
import {
  validatePersistentVolumeClaim,
  validatePersistentVolumeClaimStatus,
  validatePersistentVolumeClaimUpdate,
} from './persistent-volume-claim-validation.ts';
import { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import { decodeJson } from '../schema/decode-json.ts';

const SPEC = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const read = (spec: object, { status = {}, annotations = {} } = {}): PersistentVolumeClaim =>
  decodeJson(PersistentVolumeClaim, { metadata: { name: 'data', annotations }, spec: { ...SPEC, ...spec }, status })
    .value;
const sized = (storage: string): object => ({ resources: { requests: { storage } } });

describe('validatePersistentVolumeClaim', () => {
  it.each<[string, object, string[]]>([
    ['a plain claim', {}, []],
    [
      'no modes and no size',
      { accessModes: [], resources: {} },
      [
        'spec.accessModes: Required value: at least 1 access mode is required',
        'spec.resources[storage]: Required value',
      ],
    ],
    ['a negative size', sized('-1Gi'), ['spec.resources[storage]: Invalid value: "-1Gi": must be greater than zero']],
  ])('judges %s', (_name, spec, errors) => {
    expect(validatePersistentVolumeClaim(read(spec)).map(String)).toEqual(errors);
  });
});

describe('validatePersistentVolumeClaimUpdate', () => {
  const bound = { status: { phase: 'Bound', capacity: { storage: '1Gi' } } };
  const attributed = {
    status: { phase: 'Bound', capacity: { storage: '1Gi' }, currentVolumeAttributesClassName: 'fast' },
  };
  const STORAGE_CLASS = 'volume.beta.kubernetes.io/storage-class';

  it.each<[string, PersistentVolumeClaim, PersistentVolumeClaim, string[]]>([
    ['accepts its volume', read({ volumeName: 'pv' }), read({}), []],
    ['accepts more storage once it is bound', read(sized('2Gi'), bound), read({}, bound), []],
    ['accepts a class where there was none', read({ storageClassName: 'a' }), read({}), []],
    [
      'accepts the field in place of the annotation',
      read({ storageClassName: 'a' }),
      read({}, { annotations: { [STORAGE_CLASS]: 'a' } }),
      [],
    ],
    [
      'refuses another class in the annotation',
      read({}, { annotations: { [STORAGE_CLASS]: 'b' } }),
      read({}, { annotations: { [STORAGE_CLASS]: 'a' } }),
      [`metadata.annotations.${STORAGE_CLASS}: Invalid value: "b": field is immutable`],
    ],
    [
      'refuses less than it has',
      read(sized('500Mi'), bound),
      read({}, bound),
      ['spec.resources.requests.storage: Forbidden: field can not be less than status.capacity'],
    ],
    ['accepts less than was asked for but more than it has', read(sized('2Gi'), bound), read(sized('3Gi'), bound), []],
    [
      'refuses to lose its attributes',
      read({}, attributed),
      read({ volumeAttributesClassName: 'fast' }, attributed),
      [
        'spec.volumeAttributesClassName: Forbidden: update to nil is forbidden when status.currentVolumeAttributesClassName is not nil',
      ],
    ],
  ])('%s', (_name, now, before, errors) => {
    expect(validatePersistentVolumeClaimUpdate(now, before).map(String)).toEqual(errors);
  });

  it('refuses every other change, and shows it', () => {
    const errors = validatePersistentVolumeClaimUpdate(
      read({ storageClassName: 'b' }),
      read({ storageClassName: 'a' }),
    );
    expect(errors.map(String)).toEqual([
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ -10,7 +10,7 @@\n   }\n  },\n  "VolumeName": "",\n- "StorageClassName": "a",\n+ "StorageClassName": "b",\n  "VolumeMode": "Filesystem",\n  "DataSource": null,\n  "DataSourceRef": null,\n',
    ]);
  });
});

describe('validatePersistentVolumeClaimStatus', () => {
  it('refuses progress and resources that mean nothing', () => {
    const claim = read(
      {},
      { status: { allocatedResourceStatuses: { storage: 'Growing' }, allocatedResources: { cpu: '1' } } },
    );
    expect(validatePersistentVolumeClaimStatus(claim).map(String)).toEqual([
      'status.allocatedResourceStatuses: Unsupported value: "storage": supported values: "ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"',
      'status.allocatedResources: Unsupported value: "cpu": supported values: "storage"',
    ]);
  });
});

describe('normalizeDataSources', () => {
  const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' };
  const other = { apiGroup: 'example.com', kind: 'Image', name: 'a' };

  it.each<[string, object, object]>([
    [
      'copies a snapshot to the newer field',
      { dataSource: snapshot },
      { dataSource: snapshot, dataSourceRef: snapshot },
    ],
    ['copies any object to the older field', { dataSourceRef: other }, { dataSource: other, dataSourceRef: other }],
    ['drops what the older field cannot name', { dataSource: other }, {}],
    ['drops sources in other namespaces', { dataSourceRef: { ...snapshot, namespace: 'b' } }, {}],
  ])('%s', (_name, spec, sources) => {
    const claim = read(spec);
    normalizeDataSources(claim);
    const { dataSource, dataSourceRef } = claim.spec;
    expect({ ...(dataSource && { dataSource }), ...(dataSourceRef && { dataSourceRef }) }).toEqual(sources);
  });
});

describe('persistentVolumeClaimWarnings', () => {
  it('warns of parts of a byte', () => {
    expect(persistentVolumeClaimWarnings(read(sized('1500m')))).toEqual([
      'spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
    ]);
  });
});
