import { describe, expect, it } from 'vitest';
import { storedText, withResourceVersion } from './object-text.ts';

const type = { apiVersion: 'v1', kind: 'ConfigMap' };

describe('storedText', () => {
  it('leaves the resourceVersion out and puts the type first', () => {
    const text = storedText({ metadata: { name: 'a', resourceVersion: '7' } }, type);
    expect(text).toBe('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}');
  });
});

describe('withResourceVersion', () => {
  it.each([
    [{ name: 'a' }, {}],
    [{}, {}],
    [{ name: 'a' }, { data: { x: '"metadata":{' } }],
    [{ name: 'a', annotations: { x: '"metadata":{' } }, {}],
  ])('gives %j the revision of its write', (metadata, rest) => {
    const object = { ...type, metadata, ...rest };
    const text = withResourceVersion(storedText(object, type), 42);
    expect(JSON.parse(text)).toEqual({ ...object, metadata: { ...metadata, resourceVersion: '42' } });
  });
});
