import { describe, expect, it } from 'vitest';

import { Deployment } from './deployment.ts';
import { StatefulSet } from './stateful-set.ts';
import { statefulSetWarnings, workloadWarnings } from './workload-warnings.ts';
import { decodeJson } from '../schema/decode-json.ts';

const template = {
  spec: { containers: [{ name: 'app', image: 'nginx' }], terminationGracePeriodSeconds: -1 },
};
const deployment = (name: string, replicas = 1): Deployment =>
  decodeJson(Deployment, { metadata: { name }, spec: { replicas, template } }).value;
const statefulSet = (spec: object): StatefulSet => decodeJson(StatefulSet, { metadata: { name: 'db' }, spec }).value;

const NAME =
  'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]';
const GRACE_PERIOD =
  'spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1';
const LIMIT =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

describe('workloadWarnings', () => {
  it.each([
    ['name and template when it is made', deployment('a.b'), undefined, [NAME, GRACE_PERIOD]],
    ['the template when it is changed', deployment('a.b', 2), deployment('a.b', 1), [GRACE_PERIOD]],
    ['nothing while it stays as it is', deployment('a.b'), deployment('a.b'), []],
  ])('are about %s', (_name, now, old, warnings) => {
    expect(workloadWarnings(now, old)).toEqual(warnings);
  });
});

describe('statefulSetWarnings', () => {
  it('are about claims and history, too', () => {
    const set = statefulSet({
      revisionHistoryLimit: -1,
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1500m' } } } }],
    });
    expect(statefulSetWarnings(set)).toEqual([
      expect.stringMatching(/^spec\.volumeClaimTemplates\[0\]\.resources\.requests\[storage\]: fractional byte value/),
      LIMIT,
    ]);
    expect(statefulSetWarnings(set, set)[0]).toMatch(/^spec\.volumeClaimTemplates\[0\]\.Spec\.resources/);
  });
});
