import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attributes, pathAttributes, resourceAttributes } from '../attributes.ts';
import { compactRules, describeRule } from './describe-policy.ts';
import { type PolicyRule } from './policy.ts';
import { testUser } from './policy-fixture.ts';
import { ruleAllows } from './rule-allows.ts';
import { breakDown, missingPermissions } from './rule-covers.ts';

const user = testUser('jane');
const on = (verb: string, resource: string, more: Partial<Attributes> = {}) =>
  resourceAttributes({ user, verb, resource, ...more });

describe('ruleAllows', () => {
  const rule: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['pods', 'services/status', '*/scale'] };
  it.each<[string, PolicyRule, Attributes, boolean]>([
    ['what it names', rule, on('get', 'pods'), true],
    ['no other verb', rule, on('list', 'pods'), false],
    ['no other resource', rule, on('get', 'secrets'), false],
    ['no other group', rule, on('get', 'pods', { group: 'apps' }), false],
    ['no subresource of what it names', rule, on('get', 'pods', { subresource: 'log' }), false],
    ['a subresource that it names', rule, on('get', 'services', { subresource: 'status' }), true],
    ['not the parent of a subresource that it names', rule, on('get', 'services'), false],
    ['a subresource of any resource', rule, on('get', 'foos', { subresource: 'scale' }), true],
    ['any verb by *', { ...rule, verbs: ['*'] }, on('frob', 'pods'), true],
    ['any group by *', { ...rule, apiGroups: ['*'] }, on('get', 'pods', { group: 'x' }), true],
    ['any resource and subresource by *', { ...rule, resources: ['*'] }, on('get', 'x', { subresource: 'y' }), true],
    ['a name that it names', { ...rule, resourceNames: ['a'] }, on('get', 'pods', { name: 'a' }), true],
    ['no other name', { ...rule, resourceNames: ['a'] }, on('get', 'pods', { name: 'b' }), false],
    ['not everything when it names names', { ...rule, resourceNames: ['a'] }, on('get', 'pods'), false],
    ['all names by an empty list', { ...rule, resourceNames: [] }, on('get', 'pods', { name: 'b' }), true],
    ['only the name * by the name *', { ...rule, resourceNames: ['*'] }, on('get', 'pods', { name: 'b' }), false],
    [
      'no path by resources',
      { ...rule, resources: ['*'] },
      pathAttributes({ user, verb: 'get', path: '/metrics' }),
      false,
    ],
  ])('allows %s', (_name, given, attributes, allowed) => {
    expect(ruleAllows(given, attributes)).toBe(allowed);
  });

  it.each([
    ['/healthz', '/healthz', true],
    ['/healthz', '/healthz/ping', false],
    ['/healthz/*', '/healthz/ping', true],
    ['/healthz/*', '/healthz', false],
    ['/heal*', '/healthz', true],
    ['*', '/anything', true],
    ['/a*b', '/aXb', false],
  ])('%s allows the path %s: %s', (url, path, allowed) => {
    const rule = { verbs: ['get'], nonResourceURLs: [url] };
    expect(ruleAllows(rule, pathAttributes({ user, verb: 'get', path }))).toBe(allowed);
    expect(ruleAllows(rule, pathAttributes({ user, verb: 'post', path }))).toBe(false);
  });
});

describe('missingPermissions', () => {
  const pods: PolicyRule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] };
  it.each<[string, PolicyRule[], PolicyRule[], string[]]>([
    ['nothing from itself', [pods], [pods], []],
    [
      'single permissions',
      [pods],
      [{ ...pods, verbs: ['get', 'delete'] }],
      [
        '{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}',
        '{APIGroups:[""], Resources:["pods/log"], Verbs:["delete"]}',
      ],
    ],
    ['nothing from pieces that make it up together', breakDown(pods), [pods], []],
    ['nothing from *', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }], [pods], []],
    [
      'all names by some names',
      [{ ...pods, resourceNames: ['a'] }],
      [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
      ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}'],
    ],
    [
      'a name by the name *',
      [{ ...pods, resourceNames: ['*'] }],
      [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] }],
      ['{APIGroups:[""], Resources:["pods"], ResourceNames:["a"], Verbs:["get"]}'],
    ],
    ['nothing from */log', [{ ...pods, resources: ['*/log'] }], [{ ...pods, resources: ['pods/log'] }], []],
    [
      'a wider path',
      [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }],
      [{ verbs: ['get'], nonResourceURLs: ['/api/v1', '/api', '*'] }],
      ['{NonResourceURLs:["/api"], Verbs:["get"]}', '{NonResourceURLs:["*"], Verbs:["get"]}'],
    ],
  ])('misses %s', (_name, held, wanted, missing) => {
    expect(missingPermissions(held, wanted).map(describeRule)).toEqual(missing);
  });

  // The property that the escalation check rests on: what counts as covered gives no access that was not there.
  it('covers only what gives no new access', () => {
    const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
    const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
      fc.record({
        verbs: some('*', 'get', 'list'),
        apiGroups: some('*', '', 'apps'),
        resources: some('*', 'pods', 'pods/log', '*/log', 'nodes'),
        resourceNames: fc.subarray(['a', 'b', '*']),
      }),
      fc.record({ verbs: some('*', 'get', 'list'), nonResourceURLs: some('*', '/a', '/a/*', '/b') }),
    );
    const request: fc.Arbitrary<Attributes> = fc.oneof(
      fc
        .record({
          verb: fc.constantFrom('get', 'list', 'other'),
          group: fc.constantFrom('', 'apps', 'other'),
          resource: fc.constantFrom('pods', 'nodes', 'other'),
          subresource: fc.constantFrom('', 'log', 'other'),
          name: fc.constantFrom('', 'a', 'b', 'c'),
        })
        .map((attributes) => resourceAttributes({ user, ...attributes })),
      fc
        .record({
          verb: fc.constantFrom('get', 'list', 'other'),
          path: fc.constantFrom('/a', '/a/', '/a/x', '/b', '/c'),
        })
        .map((attributes) => pathAttributes({ user, ...attributes })),
    );
    const rules = fc.array(rule, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rules, rules, fc.array(request, { minLength: 20, maxLength: 20 }), (held, wanted, requests) => {
        const covered = wanted.filter((one) => missingPermissions(held, [one]).length === 0);
        for (const attributes of requests) {
          const gives = covered.some((one) => ruleAllows(one, attributes));
          if (gives) expect(held.some((one) => ruleAllows(one, attributes))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes a rule apart into permissions that together allow just what it allows', () => {
    const rule: PolicyRule = {
      verbs: ['get', 'list'],
      apiGroups: ['', 'apps'],
      resources: ['a', 'b'],
      resourceNames: ['x', 'y'],
    };
    expect(breakDown(rule)).toHaveLength(16);
    expect(missingPermissions(breakDown(rule), [rule])).toEqual([]);
    expect(missingPermissions([rule], breakDown(rule))).toEqual([]);
  });
});

describe('compactRules', () => {
  it('joins the verbs of one resource', () => {
    const rule: PolicyRule = { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods', 'secrets'] };
    expect(compactRules(breakDown(rule)).map(describeRule)).toEqual([
      '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list" "watch"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list" "watch"]}',
    ]);
  });
});
