import { describe, expect, it } from 'vitest';

import type { ObjectMeta } from './object-meta.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta-validation.ts';
import { nameIsDnsLabel } from '../names/object-names.ts';

const LABEL_KEY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u' };

describe('validateObjectMeta', () => {
  const meta: ObjectMeta = { name: 'web', namespace: 'default' };
  const check = (changes: Partial<ObjectMeta>): string[] =>
    validateObjectMeta({ ...meta, ...changes }, { namespaced: true }).map(String);

  it('accepts ordinary metadata', () => {
    expect(
      check({
        labels: { app: 'web', 'example.com/tier': '' },
        annotations: { 'Example.COM/Note': 'any text: ☃' },
        finalizers: ['orphan', 'example.com/keep'],
        ownerReferences: [{ ...owner, controller: true }, owner],
        managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsType: 'FieldsV1' }],
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<ObjectMeta>, string[]]>([
    ['no name', { name: '' }, ['metadata.name: Required value: name or generateName is required']],
    [
      'a name in capitals',
      { name: 'Web' },
      [
        `metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      ],
    ],
    ['no namespace', { namespace: '' }, ['metadata.namespace: Required value']],
    [
      'a negative generation',
      { generation: -1 },
      ['metadata.generation: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'a label key in bad characters',
      { labels: { 'a b': 'x' } },
      [`metadata.labels: Invalid value: "a b": ${LABEL_KEY}`],
    ],
    [
      'a label value that is too long',
      { labels: { a: 'x'.repeat(64) } },
      [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 bytes`],
    ],
    [
      'annotations of more than 256 KiB together',
      { annotations: { a: 'x'.repeat(131072), b: 'x'.repeat(131072) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
    [
      'an owner without version and uid',
      { ownerReferences: [{ ...owner, apiVersion: '', uid: '' }] },
      [
        'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
      ],
    ],
    [
      'an Event as owner',
      { ownerReferences: [{ ...owner, apiVersion: 'v1', kind: 'Event' }] },
      [
        'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"web","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
      ],
    ],
    [
      'a finalizer without a name part',
      { finalizers: ['example.com/'] },
      [
        'metadata.finalizers: Invalid value: "example.com/": name part must be non-empty',
        `metadata.finalizers: Invalid value: "example.com/": ${LABEL_KEY}`,
      ],
    ],
    [
      'both finalizers of garbage collection',
      { finalizers: ['orphan', 'foregroundDeletion'] },
      [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
    [
      'a managed fields entry of no known form',
      { managedFields: [{ manager: 'a\tb', fieldsType: 'FieldsV2' }] },
      [
        'metadata.managedFields[0].operation: Invalid value: "": must be `Apply` or `Update`',
        'metadata.managedFields[0].fieldsType: Invalid value: "FieldsV2": must be `FieldsV1`',
        'metadata.managedFields[0].manager: Invalid value: "a\\tb": invalid character U+0009 (at position 1)',
      ],
    ],
  ])('refuses %s', (_name, changes, errors) => {
    expect(check(changes)).toEqual(errors);
  });

  it('refuses a second controller', () => {
    const owners = [
      { ...owner, controller: true },
      { ...owner, name: 'other', controller: true },
    ];
    expect(check({ ownerReferences: owners })).toEqual([
      expect.stringMatching(
        /^metadata\.ownerReferences: Invalid value: \[.*\]: Only one reference can have Controller set to true\. Found "true" in references for ReplicaSet\/web and ReplicaSet\/other$/,
      ),
    ]);
  });

  it('lets a generateName end in a dash, by the rule of the kind', () => {
    const check = (generateName: string): string[] =>
      validateObjectMeta({ name: 'a', generateName }, { namespaced: false, nameRule: nameIsDnsLabel }).map(String);
    expect(check('web-')).toEqual([]);
    expect(check('web.')).toEqual([expect.stringMatching(/^metadata\.generateName: Invalid value: "web\."/)]);
  });

  it('refuses a namespace where there is none', () => {
    expect(validateObjectMeta(meta, { namespaced: false }).map(String)).toEqual([
      'metadata.namespace: Forbidden: not allowed on this type',
    ]);
  });
});

describe('validateObjectMetaUpdate', () => {
  const old: ObjectMeta = {
    name: 'web',
    namespace: 'default',
    uid: 'u1',
    resourceVersion: '7',
    generation: 2,
    creationTimestamp: '2026-01-01T00:00:00Z',
  };

  it.each<[string, Partial<ObjectMeta>, Partial<ObjectMeta>, string[]]>([
    ['accepts no change', {}, {}, []],
    ['accepts an empty map for a missing one', { labels: {} }, {}, []],
    [
      'refuses to go without a resource version',
      { resourceVersion: '' },
      {},
      ['metadata.resourceVersion: Invalid value: "": must be specified for an update'],
    ],
    [
      'refuses to count generations down',
      { generation: 1 },
      {},
      ['metadata.generation: Invalid value: 1: must not be decremented'],
    ],
    ['refuses another uid', { uid: 'u2' }, {}, ['metadata.uid: Invalid value: "u2": field is immutable']],
    [
      'refuses another creation time',
      { creationTimestamp: '2026-01-02T00:00:00Z' },
      {},
      ['metadata.creationTimestamp: Invalid value: "2026-01-02T00:00:00Z": field is immutable'],
    ],
    [
      'refuses to undo a deletion',
      {},
      { deletionTimestamp: '2026-01-02T00:00:00Z', deletionGracePeriodSeconds: 30 },
      [
        'metadata.deletionTimestamp: Invalid value: null: field is immutable',
        'metadata.deletionGracePeriodSeconds: Invalid value: null: field is immutable',
      ],
    ],
    [
      'refuses new finalizers during deletion',
      { finalizers: ['b', 'a', 'c'], deletionTimestamp: 't' },
      { finalizers: ['c'], deletionTimestamp: 't' },
      [
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a", "b"}',
      ],
    ],
    [
      'checks labels anew',
      { labels: { a: '-' } },
      {},
      [expect.stringMatching(/^metadata\.labels: Invalid value: "-"/)],
    ],
  ])('%s', (_name, changes, before, errors) => {
    const now = validateObjectMetaUpdate({ ...old, ...changes }, { ...old, ...before });
    expect(now.map(String)).toEqual(errors);
  });
});
