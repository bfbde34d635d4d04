import { describe, expect, it } from 'vitest';
import { clausesOf, negotiate, type Offer } from './negotiate.ts';

const objects: Offer = { renderings: ['Table', 'PartialObjectMetadata'] };
const stream: Offer = { ...objects, streams: true };
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';

describe('negotiate', () => {
  it.each<[string, string | undefined, Offer, object]>([
    ['nothing at all', undefined, objects, { format: 'json', as: undefined }],
    ['anything', '*/*', objects, { format: 'json', as: undefined }],
    ['any application', 'application/*', objects, { format: 'json' }],
    ['YAML', 'application/yaml', objects, { format: 'yaml' }],
    ['protobuf before JSON', 'application/vnd.kubernetes.protobuf,application/json', objects, { format: 'protobuf' }],
    ['the better of two', 'application/yaml;q=0.5, application/json;q=0.9', objects, { format: 'json' }],
    ['the more specific of two', '*/*, application/yaml', objects, { format: 'yaml' }],
    ['not what is worth nothing', 'application/yaml;q=0,*/*', objects, { format: 'json' }],
    ['what is known among what is not', 'text/html,image/png,application/yaml', objects, { format: 'yaml' }],
    ['a table', `${table},application/json`, objects, { format: 'json', as: 'Table' }],
    ['a table as YAML', 'application/yaml;as=Table;v=v1;g=meta.k8s.io', objects, { format: 'yaml', as: 'Table' }],
    ['quoted parameters', 'application/json;as="Table";v="v1";g="meta.k8s.io"', objects, { as: 'Table' }],
    [
      'metadata as protobuf',
      'application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      objects,
      { format: 'protobuf', as: 'PartialObjectMetadata' },
    ],
    ['the object, when no table is offered', `${table},application/json`, { renderings: [] }, { as: undefined }],
    [
      'the object instead of a table of another version',
      'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
      objects,
      { as: undefined },
    ],
    ['indented JSON', 'application/json;pretty=1', objects, { pretty: true }],
    ['a stream', 'application/json;stream=watch', stream, { format: 'json' }],
    ['a stream of anything', '*/*', stream, { format: 'json' }],
    [
      'a stream in the client’s order',
      'application/vnd.kubernetes.protobuf;stream=watch,application/json',
      stream,
      { format: 'protobuf' },
    ],
    [
      'past other streams',
      'application/json;stream=other,application/vnd.kubernetes.protobuf',
      stream,
      { format: 'protobuf' },
    ],
    ['the version of the server that there is', 'application/json;sv=v1', objects, { format: 'json' }],
  ])('takes %s', (_name, accept, offer, expected) => {
    expect(negotiate(accept, offer)).toMatchObject(expected);
  });

  const all = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  const streams = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  it.each<[string, string, Offer, string]>([
    ['pictures', 'image/png', objects, all],
    ['a name that every object of JavaScript has', 'constructor', objects, all],
    ['only a table that is not offered', table, { renderings: [] }, all],
    ['a table as protobuf', 'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io', objects, all],
    ['a rendering without a name', 'application/json;v=v1;g=meta.k8s.io', objects, all],
    ['streams of YAML', 'application/yaml', stream, streams],
    ['another version of the server', 'application/json;sv=v2', objects, all],
  ])('refuses %s', (_name, accept, offer, accepted) => {
    expect(() => negotiate(accept, offer)).toThrow(`only the following media types are accepted: ${accepted}`);
  });
});

describe('clausesOf', () => {
  it('reads parameters whatever they are called', () => {
    const [clause] = clausesOf('a/b;__proto__=x;constructor=y');
    expect(Object.entries(clause?.parameters ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});
