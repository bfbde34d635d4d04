import { describe, expect, it } from 'vitest';
import {
  reviewAccess,
  reviewRules,
  reviewSelfAccess,
  type SelectorParser,
  validateAccessReview,
  validateLocalAccessReview,
} from './access-review.ts';
import { type Attributes } from './attributes.ts';
import { type Authorizer, type Verdict } from './authorize.ts';
import { defaultPolicy, memoryPolicy, testUser } from './rbac/policy-fixture.ts';
import { createRbacAuthorizer } from './rbac/rbac-authorizer.ts';
import { createRuleResolver } from './rbac/rule-resolver.ts';

const parser: SelectorParser = {
  fieldSelector: (text) => {
    const [key = '', value] = text.split('=');
    if (value === undefined) throw new Error(`invalid selector: '${text}'`);
    return [{ key, operator: '=', values: [value] }];
  },
  labelSelector: (text) => [{ key: text, operator: 'exists', values: [] }],
};
const resolver = createRuleResolver(
  memoryPolicy(
    defaultPolicy({
      roleBindings: [
        {
          metadata: { name: 'v', namespace: 'a' },
          subjects: [{ kind: 'Group', name: 'devs' }],
          roleRef: { kind: 'ClusterRole', apiGroup: 'rbac.authorization.k8s.io', name: 'view' },
        },
      ],
    }),
  ),
);
const authorizer = createRbacAuthorizer(resolver);

describe('reviewAccess', () => {
  it('judges the subject of the review', () => {
    const resourceAttributes = { verb: 'list', resource: 'pods', namespace: 'a' };
    expect(reviewAccess({ user: 'x', groups: ['devs'], resourceAttributes }, { authorizer, parser })).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "v/a" of ClusterRole "view" to Group "devs"',
    });
    expect(reviewAccess({ user: 'x', resourceAttributes }, { authorizer, parser })).toEqual({ allowed: false });
  });

  it('judges paths', () => {
    const spec = { user: 'x', groups: ['system:unauthenticated'] };
    const review = (path: string) =>
      reviewAccess({ ...spec, nonResourceAttributes: { path, verb: 'get' } }, { authorizer, parser }).allowed;
    expect([review('/version'), review('/metrics')]).toEqual([true, false]);
  });

  it('tells a denial and an error', () => {
    const denying: Authorizer = { authorize: () => ({ decision: 'deny', reason: 'no', error: 'oops' }) };
    expect(reviewAccess({ user: 'x', nonResourceAttributes: {} }, { authorizer: denying, parser })).toEqual({
      allowed: false,
      denied: true,
      reason: 'no',
      evaluationError: 'oops',
    });
  });

  describe('with selectors', () => {
    const seen = (fieldSelector: object, labelSelector?: object) => {
      let attributes: Attributes | undefined;
      const verdict: Verdict = { decision: 'allow', reason: '' };
      const spy: Authorizer = { authorize: (given) => ((attributes = given), verdict) };
      const resourceAttributes = {
        verb: 'list',
        resource: 'pods',
        fieldSelector,
        ...(labelSelector ? { labelSelector } : {}),
      };
      const status = reviewSelfAccess({ resourceAttributes }, { user: testUser('x'), authorizer: spy, parser });
      return { fields: attributes?.fieldSelector, labels: attributes?.labelSelector, error: status.evaluationError };
    };

    it.each<[string, object, object]>([
      ['a raw one', { rawSelector: 'a=b' }, [{ key: 'a', operator: '=', values: ['b'] }]],
      [
        'requirements',
        {
          requirements: [
            { key: 'a', operator: 'In', values: ['b'] },
            { key: 'c', operator: 'In', values: ['d', 'e'] },
          ],
        },
        [
          { key: 'a', operator: '=', values: ['b'] },
          { key: 'c', operator: 'in', values: ['d', 'e'] },
        ],
      ],
      [
        'negative requirements',
        {
          requirements: [
            { key: 'a', operator: 'NotIn', values: ['b'] },
            { key: 'c', operator: 'Exists' },
            { key: 'd', operator: 'DoesNotExist' },
          ],
        },
        [
          { key: 'a', operator: '!=', values: ['b'] },
          { key: 'c', operator: 'exists', values: [] },
          { key: 'd', operator: '!', values: [] },
        ],
      ],
    ])('reads %s', (_name, selector, requirements) => {
      expect(seen(selector).fields).toEqual(requirements);
    });

    it('reads label selectors too', () => {
      expect(seen({ rawSelector: 'a=b' }, { rawSelector: 'app' }).labels).toEqual([
        { key: 'app', operator: 'exists', values: [] },
      ]);
    });

    it('leaves out what it cannot read, and says so', () => {
      expect(seen({ rawSelector: 'oops' })).toMatchObject({ fields: undefined, error: "invalid selector: 'oops'" });
      expect(seen({ requirements: [{ key: 'a', operator: 'Near' }] })).toMatchObject({
        fields: undefined,
        error: '"Near" is not a valid selector operator',
      });
    });
  });
});

describe('validateAccessReview', () => {
  it.each<[string, object, boolean, string[]]>([
    ['a resource', { user: 'x', resourceAttributes: {} }, false, []],
    ['a group only', { groups: ['x'], nonResourceAttributes: {} }, false, []],
    ['nobody, about oneself', { resourceAttributes: {} }, true, []],
    [
      'nobody',
      { resourceAttributes: {} },
      false,
      ['spec.user: Invalid value: "": at least one of user or group must be specified'],
    ],
    [
      'nothing',
      { user: 'x' },
      false,
      [
        'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ],
    ],
    [
      'both',
      { user: 'x', resourceAttributes: {}, nonResourceAttributes: { path: '/' } },
      false,
      [
        'spec.nonResourceAttributes: Invalid value: {"path":"/"}: cannot be specified in combination with resourceAttributes',
      ],
    ],
  ])('on %s', (_name, spec, self, messages) => {
    expect(validateAccessReview(spec, { self }).map(String)).toEqual(messages);
  });

  it('keeps local reviews in their namespace', () => {
    expect(validateLocalAccessReview({ user: 'x', resourceAttributes: { namespace: 'a' } }, 'a')).toEqual([]);
    expect(validateLocalAccessReview({ user: 'x', resourceAttributes: { namespace: 'b' } }, 'a').map(String)).toEqual([
      'spec.resourceAttributes.namespace: Invalid value: "b": must match metadata.namespace',
    ]);
    expect(validateLocalAccessReview({ user: 'x', nonResourceAttributes: {} }, 'a').map(String)).toEqual([
      'spec.nonResourceAttributes: Invalid value: {}: disallowed on this kind of request',
    ]);
  });
});

describe('reviewRules', () => {
  it('lists what the user may do in the namespace', () => {
    const status = reviewRules('a', { user: testUser('x', ['devs', 'system:authenticated']), resolver });
    expect(status.incomplete).toBe(false);
    expect(status.evaluationError).toBeUndefined();
    expect(status.resourceRules).toContainEqual({
      verbs: ['get', 'list', 'watch'],
      apiGroups: [''],
      resources: ['namespaces'],
    });
    expect(status.nonResourceRules).toContainEqual({
      verbs: ['get'],
      nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'],
    });
    expect(reviewRules('b', { user: testUser('x', ['devs']), resolver }).resourceRules).toEqual([]);
  });

  it('says that it does not know all about nodes, and needs a namespace', () => {
    const user = testUser('system:node:n1', ['system:nodes']);
    expect(reviewRules('a', { user, resolver })).toMatchObject({
      incomplete: true,
      evaluationError: 'node authorizer does not support user rule resolution',
    });
    expect(() => reviewRules('', { user, resolver })).toThrow('no namespace on request');
  });
});
