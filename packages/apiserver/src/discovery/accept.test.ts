import { describe, expect, it } from 'vitest';
import { asksForAggregated } from './accept.ts';

const v2 = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const beta = 'g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

describe('asksForAggregated()', () => {
  it.each([
    ['what kubectl asks', `application/json;${v2},application/json;${beta},application/json`, 'json'],
    ['other parameters besides', `application/json;${v2};profile=nopeer`, 'json'],
    ['protobuf', `application/vnd.kubernetes.protobuf;${v2}`, 'protobuf'],
    ['YAML', `application/yaml;${v2}`, 'yaml'],
    ['the beta version, then the old documents', `application/json;${beta},application/json`, undefined],
    ['the old documents first', `application/json,application/json;${v2};q=0.9`, undefined],
    ['aggregated only as second best', `application/json;${v2};q=0.5,application/json`, undefined],
    ['another kind', 'application/json;g=meta.k8s.io;v=v1;as=Table', undefined],
    ['a format that is not spoken', `application/cbor;${v2},application/json;${v2}`, 'json'],
    ['nothing', undefined, undefined],
  ])('reads %s', (_what, accept, expected) => {
    expect(asksForAggregated(accept)).toBe(expected);
  });
});
