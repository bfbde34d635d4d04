import { describe, expect, it } from 'vitest';

import { replicationControllerStrategy } from './replication-controller-strategy.ts';
import {
  validateReplicationController,
  validateReplicationControllerStatus,
} from './replication-controller-validation.ts';
import { ReplicationController } from './replication-controller.ts';
import { decodeJson } from '../schema/decode-json.ts';

const labels = { app: 'web' };
const pods = { containers: [{ name: 'app', image: 'nginx:1' }] };
const template = { metadata: { labels }, spec: pods };

const read = (spec: object, { status = {}, metadata = {} } = {}): ReplicationController => {
  const json = { metadata: { name: 'web', namespace: 'default', ...metadata }, spec, status };
  const controller = decodeJson(ReplicationController, json).value;
  replicationControllerStrategy.defaults?.(controller);
  return controller;
};
const messages = (errors: { toString(): string }[]): string[] => errors.map((error) => error.toString());

describe('replicationControllerStrategy.defaults', () => {
  it('selects by the labels of the template, and has them itself', () => {
    const { metadata, spec } = read({ template });
    expect(spec).toMatchObject({ replicas: 1, selector: labels, template: { spec: { securityContext: {} } } });
    expect(metadata.labels).toEqual(labels);
  });

  it('keeps labels and a selector that it has', () => {
    const { metadata, spec } = read({ template, selector: { tier: 'a' } }, { metadata: { labels: { team: 'b' } } });
    expect([metadata.labels, spec.selector]).toEqual([{ team: 'b' }, { tier: 'a' }]);
  });

  it('has nothing to take them from without a template', () => {
    const { metadata, spec } = read({});
    expect([metadata.labels, spec.selector]).toEqual([undefined, undefined]);
  });
});

describe('validateReplicationController', () => {
  it.each<[string, object, string[]]>([
    ['a template with labels', { template }, []],
    ['no pods at all', { template, replicas: 0 }, []],
    ['nothing', {}, ['spec.selector: Required value', 'spec.template: Required value']],
    ['a template without labels', { template: { spec: pods } }, ['spec.selector: Required value']],
    [
      'less than nothing',
      { template, replicas: -1, minReadySeconds: -1 },
      [
        'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
        'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'pods that it would not find',
      { template, selector: { app: 'api' } },
      ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
    [
      'pods that end',
      { template: { ...template, spec: { ...pods, restartPolicy: 'Never', activeDeadlineSeconds: 5 } } },
      [
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported',
      ],
    ],
    [
      'pods that are none',
      { template: { ...template, spec: { containers: [] } } },
      ['spec.template.spec.containers: Required value'],
    ],
  ])('looks at %s', (_name, spec, expected) => {
    expect(messages(validateReplicationController(read(spec)))).toEqual(expected);
  });
});

describe('validateReplicationControllerStatus', () => {
  it.each<[string, object, string[]]>([
    ['good counts', { replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 2, availableReplicas: 1 }, []],
    [
      'more of a kind than there are',
      { replicas: 1, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 3 },
      [
        'status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas',
        'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
        'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
        'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
      ],
    ],
    [
      'less than nothing',
      { replicas: 0, observedGeneration: -1 },
      ['status.observedGeneration: Invalid value: -1: must be greater than or equal to 0'],
    ],
  ])('looks at %s', (_name, status, expected) => {
    expect(messages(validateReplicationControllerStatus(read({ template }, { status })))).toEqual(expected);
  });
});

describe('replicationControllerStrategy.warnings', () => {
  const warnings = (controller: ReplicationController, old?: ReplicationController): string[] | undefined =>
    replicationControllerStrategy.warnings?.(controller, old);
  const twice = { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } };
  const outdated = { template: { ...template, spec: { ...pods, ...twice } } };
  const WARNING =
    'spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead';

  it('warns of names that are no names for pods, once', () => {
    const controller = read(outdated, { metadata: { name: 'web.example' } });
    expect(warnings(controller)).toEqual([
      expect.stringMatching(
        /^metadata\.name: this is used in Pod names and hostnames, .* a DNS label is recommended: \[/,
      ),
      WARNING,
    ]);
    expect(warnings(controller, read({ template }))).toEqual([WARNING]);
  });

  it('is silent as long as the spec stays as it is', () => {
    expect(warnings(read(outdated), read(outdated))).toEqual([]);
  });
});
