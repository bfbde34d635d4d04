import { describe, expect, it } from 'vitest';

import { applyScale, isScalable, scaleOf, validateScale } from './scale-of.ts';
import { Scale } from './scale.ts';
import { Deployment } from '../apps-v1/deployment.ts';
import { DaemonSets, Deployments } from '../apps-v1/resources.ts';
import { StatefulSet } from '../apps-v1/stateful-set.ts';
import { ReplicationController } from '../core-v1/replication-controller.ts';
import { decodeJson } from '../schema/decode-json.ts';

const metadata = {
  name: 'web',
  namespace: 'default',
  uid: 'u-1',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
};
const given = { metadata: { ...metadata, labels: { a: 'b' } } };
const scale = (spec: object, version?: string): Scale =>
  decodeJson(Scale, { metadata: version === undefined ? {} : { resourceVersion: version }, spec }).value;
const deployment = decodeJson(Deployment, {
  ...given,
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  },
  status: { replicas: 1 },
}).value;

describe('scaleOf', () => {
  it.each([
    ['a Deployment', deployment, { replicas: 2 }, { replicas: 1, selector: 'app=web,tier' }],
    [
      'a StatefulSet of no pods',
      decodeJson(StatefulSet, { ...given, spec: { replicas: 0, selector: { matchLabels: { app: 'db' } } } }).value,
      {},
      { replicas: 0, selector: 'app=db' },
    ],
    [
      'a ReplicationController, which selects by plain labels',
      decodeJson(ReplicationController, { ...given, spec: { selector: { app: 'old', a: 'b' } } }).value,
      { replicas: 1 },
      { replicas: 0, selector: 'a=b,app=old' },
    ],
  ])('shows %s', (_name, object, spec, status) => {
    expect(scaleOf(object)).toEqual({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec, status });
  });
});

describe('applyScale', () => {
  it.each([
    ['another size', scale({ replicas: 5 }), 5, '7'],
    ['no pods', scale({}), 0, '7'],
    ['the version that the Scale was made from', scale({ replicas: 5 }, '6'), 5, '6'],
  ])('gives a workload %s', (_name, wanted, replicas, resourceVersion) => {
    const scaled = applyScale(deployment, wanted);
    expect(scaled.spec).toEqual({ ...deployment.spec, replicas });
    expect(scaled.metadata).toEqual({ ...deployment.metadata, resourceVersion });
    expect(deployment.spec.replicas).toBe(2);
  });
});

describe('validateScale', () => {
  it.each([
    [0, []],
    [-1, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
  ])('judges %i pods', (replicas, messages) => {
    expect(validateScale(scale({ replicas })).map(String)).toEqual(messages);
  });
});

describe('isScalable', () => {
  it('tells kinds with a size from those without', () => {
    expect([Deployments, DaemonSets].map(isScalable)).toEqual([true, false]);
  });
});
