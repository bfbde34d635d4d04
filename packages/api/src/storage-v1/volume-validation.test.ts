import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { VolumeAttachment } from './volume-attachment.ts';
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from './volume-attachment-validation.ts';
import { VolumeAttributesClass } from './volume-attributes-class.ts';
import {
  validateVolumeAttributesClass,
  validateVolumeAttributesClassUpdate,
} from './volume-attributes-class-validation.ts';

const GOOD = { attacher: 'disk.example.com', nodeName: 'n', source: { persistentVolumeName: 'v' } };
const attachment = (spec: object, status: object = {}): VolumeAttachment =>
  decodeJson(VolumeAttachment, { metadata: { name: 'a' }, spec: { ...GOOD, ...spec }, status }).value;
const attributes = (json: object): VolumeAttributesClass =>
  decodeJson(VolumeAttributesClass, { driverName: 'disk.example.com', parameters: { iops: '100' }, ...json }).value;

describe('validateVolumeAttachment', () => {
  it.each<[string, object, string[]]>([
    ['a good one', {}, []],
    ['no attacher', { attacher: '' }, ['spec.attacher: Required value', 'spec.attacher: Required value']],
    [
      'no volume',
      { source: {} },
      ['spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName'],
    ],
    [
      'two volumes',
      { source: { persistentVolumeName: 'v', inlineVolumeSpec: {} } },
      ['spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateVolumeAttachment(attachment(spec)).map(String)).toEqual(expected);
  });

  const disk = { driver: 'disk.example.com', volumeHandle: 'd' };
  it.each<[string, object, string[]]>([
    ['a good one', { accessModes: ['ReadWriteOnce'], csi: disk }, []],
    [
      'no driver',
      { accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' } },
      ['csi: Required value: has to be specified in the context of inline volumes'],
    ],
    [
      'a class and a block device',
      { accessModes: ['ReadWriteOnce'], csi: disk, storageClassName: 'fast', volumeMode: 'Block' },
      [
        'storageClassName: Forbidden: may not be specified in the context of inline volumes',
        'volumeMode: Forbidden: may not specify volumeMode other than Filesystem in the context of inline volumes',
      ],
    ],
    [
      'deletion',
      { accessModes: ['ReadWriteOnce'], csi: disk, persistentVolumeReclaimPolicy: 'Delete' },
      ['persistentVolumeReclaimPolicy: Forbidden: may only be Retain in the context of inline volumes'],
    ],
  ])('inline: %s', (_name, inlineVolumeSpec, expected) => {
    expect(validateVolumeAttachment(attachment({ source: { inlineVolumeSpec } })).map(String)).toEqual(
      expected.map((error) => `spec.source.inlineVolumeSpec.${error}`),
    );
  });

  it('refuses another node later', () => {
    expect(validateVolumeAttachmentUpdate(attachment({ nodeName: 'm' }), attachment({})).map(String)).toEqual([
      expect.stringMatching(/^spec: Invalid value: .*: field is immutable$/),
    ]);
  });

  it('refuses a negative error code in its status', () => {
    const failed = attachment({}, { attached: false, attachError: { errorCode: -1 } });
    expect(validateVolumeAttachmentUpdate(failed, attachment({})).map(String)).toEqual([
      'status.attachError.errorCode: Invalid value: -1: must be between 0 and 2147483647, inclusive',
    ]);
  });
});

describe('validateVolumeAttributesClass', () => {
  it('needs at least one attribute', () => {
    expect(validateVolumeAttributesClass(attributes({ parameters: {} })).map(String)).toEqual([
      'parameters: Required value: must contain at least one key/value pair',
    ]);
  });

  it('refuses other attributes later', () => {
    expect(
      validateVolumeAttributesClassUpdate(attributes({ parameters: { iops: '9' } }), attributes({})).map(String),
    ).toEqual(['parameters: Forbidden: updates to parameters are forbidden.']);
  });
});
