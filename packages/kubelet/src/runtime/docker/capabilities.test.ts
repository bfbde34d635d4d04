import { describe, expect, it } from 'vitest';
import { boundingCapabilities } from './capabilities.ts';

describe('boundingCapabilities', () => {
  it('reads the names off the mask', () => {
    expect(boundingCapabilities('Name:\tinit\nCapBnd:\t0000000000000401\nCapAmb:\t00\n')).toEqual([
      'CHOWN',
      'NET_BIND_SERVICE',
    ]);
  });

  it('finds what an engine lacks', () => {
    const all = boundingCapabilities('CapBnd:\t000001ffffffffff');
    const some = boundingCapabilities('CapBnd:\t000001fffeffffff');
    expect(all).toHaveLength(41);
    expect(all.filter((name) => !some.includes(name))).toEqual(['SYS_RESOURCE']);
  });
});
