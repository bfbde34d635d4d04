import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { StorageClass } from './storage-class.ts';
import { validateStorageClass, validateStorageClassUpdate } from './storage-class-validation.ts';
import { storageClassWarnings } from './node-label-warnings.ts';

const storageClass = (json: object): StorageClass =>
  decodeJson(StorageClass, { metadata: { name: 'fast' }, provisioner: 'example.com/disk', ...json }).value;
const errorsOf = (json: object): string[] => validateStorageClass(storageClass(json)).map(String);
const topology = (...terms: object[]) => ({ allowedTopologies: terms });
const zone = (...values: string[]) => ({ matchLabelExpressions: [{ key: 'zone', values }] });

describe('validateStorageClass', () => {
  it('a class that says no more than who makes the volumes', () => {
    expect(errorsOf({})).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['no provisioner', { provisioner: '' }, ['provisioner: Required value']],
    [
      'a reclaim policy that volumes have but classes do not',
      { reclaimPolicy: 'Recycle' },
      ['reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"'],
    ],
    [
      'a binding mode that does not exist',
      { volumeBindingMode: 'Later' },
      ['volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"'],
    ],
    [
      'a parameter without a key',
      { parameters: { '': 'x' } },
      ['parameters: Invalid value: "": field can not be empty.'],
    ],
    [
      'parameters of more than 256 KiB',
      { parameters: { a: 'x'.repeat(256 * 1024) } },
      ['parameters: Too long: may not be more than 262144 bytes'],
    ],
    [
      'a topology value twice',
      topology(zone('a', 'a')),
      ['allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "a"'],
    ],
    [
      'a topology without values',
      topology(zone()),
      ['allowedTopologies[0].matchLabelExpressions[0].values: Required value'],
    ],
    [
      'the same topology in another order',
      topology(zone('a', 'b'), zone('b', 'a')),
      ['allowedTopologies[1].matchLabelExpressions: Duplicate value: ""'],
    ],
    ['an empty topology', topology({}), ['allowedTopologies[0].matchLabelExpressions: Duplicate value: ""']],
  ])('%s', (_name, json, expected) => {
    expect(errorsOf(json)).toEqual(expected);
  });
});

describe('validateStorageClassUpdate', () => {
  it('lets volumes grow from now on', () => {
    expect(validateStorageClassUpdate(storageClass({ allowVolumeExpansion: true }), storageClass({}))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another provisioner', { provisioner: 'b' }, 'provisioner: Forbidden: updates to provisioner are forbidden.'],
    ['other parameters', { parameters: { a: 'b' } }, 'parameters: Forbidden: updates to parameters are forbidden.'],
    [
      'another policy',
      { reclaimPolicy: 'Retain' },
      'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
    ],
    [
      'another binding mode',
      { volumeBindingMode: 'WaitForFirstConsumer' },
      'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
    ],
  ])('refuses %s', (_name, json, expected) => {
    expect(validateStorageClassUpdate(storageClass(json), storageClass({})).map(String)).toEqual([expected]);
  });
});

describe('storageClassWarnings', () => {
  it('a node label that was replaced', () => {
    const old = { matchLabelExpressions: [{ key: 'failure-domain.beta.kubernetes.io/zone', values: ['a'] }] };
    expect(storageClassWarnings(storageClass(topology(old)))).toEqual([
      'allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    ]);
  });
});
