import { describe, expect, it } from 'vitest';

import { DaemonSet } from './daemon-set.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from './daemon-set-validation.ts';
import { setDaemonSetDefaults, setDeploymentDefaults, setReplicaSetDefaults } from './defaults.ts';
import { Deployment } from './deployment.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployment-validation.ts';
import { ReplicaSet } from './replica-set.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replica-set-validation.ts';
import { countTemplateGeneration } from './template-generation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const metadata = { name: 'web', namespace: 'default' };
const selector = { matchLabels: { app: 'web' } };
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'nginx' }] },
};
const pods = { selector, template };

const deployment = (spec: object, status: object = {}): Deployment => {
  const object = decodeJson(Deployment, { metadata, spec: { ...pods, ...spec }, status }).value;
  setDeploymentDefaults(object);
  return object;
};
const replicaSet = (spec: object, status: object = {}): ReplicaSet => {
  const object = decodeJson(ReplicaSet, { metadata, spec: { ...pods, ...spec }, status }).value;
  setReplicaSetDefaults(object);
  return object;
};
const daemonSet = (spec: object, status: object = {}): DaemonSet => {
  const object = decodeJson(DaemonSet, { metadata, spec: { ...pods, ...spec }, status }).value;
  setDaemonSetDefaults(object);
  return object;
};
const rolling = (rollingUpdate: object): object => ({ strategy: { rollingUpdate } });

const MISMATCH =
  'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`';

describe('setDeploymentDefaults', () => {
  it('wants one pod, replaced by quarters, ten old states and progress within ten minutes', () => {
    const { replicas, strategy, revisionHistoryLimit, progressDeadlineSeconds } = deployment({}).spec;
    expect({ replicas, strategy, revisionHistoryLimit, progressDeadlineSeconds }).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
  });

  it.each([
    ['keeps what is said of the steps', rolling({ maxSurge: 1 }), { maxUnavailable: '25%', maxSurge: 1 }],
    ['adds no steps to Recreate', { strategy: { type: 'Recreate' } }, undefined],
  ])('%s', (_name, spec, expected) => {
    expect(deployment(spec).spec.strategy.rollingUpdate).toEqual(expected);
  });

  it('lets zero pods be zero', () => {
    expect(deployment({ replicas: 0 }).spec.replicas).toBe(0);
  });
});

describe('validateDeployment', () => {
  it.each([
    ['what is needed at least', {}, []],
    ['no surge', rolling({ maxSurge: 0, maxUnavailable: 1 }), []],
    ['fewer than no pods', { replicas: -1 }, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
    ['no selector', { selector: undefined }, ['spec.selector: Required value', MISMATCH]],
    [
      'an empty selector',
      { selector: {} },
      ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
    ],
    ['a selector of other pods', { selector: { matchLabels: { app: 'db' } } }, [MISMATCH]],
    [
      'a selector that is none',
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      [
        "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
      ],
    ],
    ['no containers', { template: { ...template, spec: {} } }, ['spec.template.spec.containers: Required value']],
    [
      'a container name that is no DNS label',
      { template: { ...template, spec: { containers: [{ name: 'My_App', image: 'nginx' }] } } },
      [
        `spec.template.spec.containers[0].name: Invalid value: "My_App": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
      ],
    ],
    [
      'pods that end',
      { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    [
      'pods with a deadline',
      { template: { ...template, spec: { ...template.spec, activeDeadlineSeconds: 5 } } },
      ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
    ],
    [
      'an unknown strategy',
      { strategy: { type: 'BlueGreen' } },
      [
        'spec.strategy: Unsupported value: {"Type":"BlueGreen","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      'steps of Recreate',
      { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'no room to replace pods',
      rolling({ maxSurge: 0, maxUnavailable: '0%' }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ],
    [
      'more than everything unavailable',
      rolling({ maxUnavailable: '110%' }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%'],
    ],
    [
      'a deadline before pods can be available',
      { minReadySeconds: 60, progressDeadlineSeconds: 60 },
      ['spec.progressDeadlineSeconds: Invalid value: 60: must be greater than minReadySeconds'],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateDeployment(deployment(spec)).map(String)).toEqual(messages);
  });
});

const changed = {
  selector: { matchLabels: { app: 'db' } },
  template: { ...template, metadata: { labels: { app: 'db' } } },
};
const SELECTOR_CHANGED = 'spec.selector: Invalid value: {"matchLabels":{"app":"db"}}: field is immutable';

describe('a changed selector', () => {
  it.each([
    ['a Deployment', validateDeploymentUpdate(deployment(changed), deployment({}))],
    ['a ReplicaSet', validateReplicaSetUpdate(replicaSet(changed), replicaSet({}))],
    ['a DaemonSet', validateDaemonSetUpdate(daemonSet(changed), daemonSet({}))],
  ])('is refused for %s', (_name, errors) => {
    expect(errors.map(String)).toEqual([SELECTOR_CHANGED]);
  });
});

describe('statuses', () => {
  const counts = { replicas: 1, readyReplicas: 1, availableReplicas: 2 };
  const tooManyAvailable = [
    'status.availableReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas',
  ];
  it.each([
    [
      'too many available pods of a Deployment',
      validateDeploymentStatus(deployment({}, counts), deployment({})),
      tooManyAvailable,
    ],
    ['too many available pods of a ReplicaSet', validateReplicaSetStatus(replicaSet({}, counts)), tooManyAvailable],
    [
      'a collision counter that goes back',
      validateDeploymentStatus(deployment({}), deployment({}, { collisionCount: 1 })),
      ['status.collisionCount: Invalid value: 0: cannot be decremented'],
    ],
    [
      'a negative number of nodes',
      validateDaemonSetStatus(daemonSet({}, { numberReady: -1 }), daemonSet({})),
      ['status.numberReady: Invalid value: -1: must be greater than or equal to 0'],
    ],
  ])('refuse %s', (_name, errors, messages) => {
    expect(errors.map(String)).toEqual(messages);
  });
});

describe('validateReplicaSet', () => {
  it('speaks of deployments, as Kubernetes does', () => {
    expect(validateReplicaSet(replicaSet({ selector: {} })).map(String)).toEqual([
      'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
    ]);
  });
});

describe('validateDaemonSet', () => {
  const update = (rollingUpdate: object): object => ({ updateStrategy: { rollingUpdate } });
  it.each([
    ['one node at a time, by default', {}, []],
    ['surge', update({ maxUnavailable: 0, maxSurge: '10%' }), []],
    ['nothing rolling', { updateStrategy: { type: 'OnDelete' } }, []],
    [
      'surge and missing pods',
      update({ maxSurge: 1 }),
      ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
    ],
    [
      'neither surge nor missing pods',
      update({ maxUnavailable: 0 }),
      ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
    ],
    [
      'an unknown strategy',
      { updateStrategy: { type: 'Sometimes' } },
      [
        'spec.updateStrategy: Unsupported value: {"Type":"Sometimes","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
      ],
    ],
    ['no selector', { selector: undefined }, [MISMATCH]],
    [
      'an empty selector',
      { selector: {} },
      ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateDaemonSet(daemonSet(spec)).map(String)).toEqual(messages);
  });
});

describe('countTemplateGeneration', () => {
  const annotation = 'deprecated.daemonset.template.generation';
  const created = daemonSet({});
  countTemplateGeneration(created);
  it.each([
    ['1 for a new DaemonSet', daemonSet({}), undefined, '1'],
    ['the same while the template stays', daemonSet({ minReadySeconds: 5 }), created, '1'],
    ['one more with another template', daemonSet(changed), created, '2'],
  ])('is %s', (_name, set, old, expected) => {
    countTemplateGeneration(set, old);
    expect(set.metadata.annotations).toEqual({ [annotation]: expected });
  });
});
