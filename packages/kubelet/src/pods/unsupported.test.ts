import { describe, expect, it } from 'vitest';
import { podOf } from './testing/pictures.ts';
import { unsupported } from './unsupported.ts';

describe('unsupported', () => {
  it.each<[string, object, RegExp | undefined]>([
    ['nothing unusual', {}, undefined],
    ['the users of the node', { hostUsers: true }, undefined],
    ['users of its own', { hostUsers: false }, /user namespaces/],
    ['devices', { resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] }, /resource claims gpu/],
  ])('looks at a pod that asks for %s', (_name, spec, expected) => {
    const why = unsupported(podOf(spec).spec);
    if (expected === undefined) expect(why).toBeUndefined();
    else expect(why).toMatch(expected);
  });
});
