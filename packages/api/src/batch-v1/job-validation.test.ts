import { describe, expect, it } from 'vitest';

import { setJobDefaults } from './job-defaults.ts';
import { generateJobSelector } from './job-selector.ts';
import { Job } from './job.ts';
import { validateJob, validateJobUpdate } from './job-validation.ts';
import { jobWarnings } from './job-warnings.ts';
import { decodeJson } from '../schema/decode-json.ts';

const template = (spec: object = {}, labels: object = {}): object => ({
  metadata: { labels },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }], ...spec },
});
const draft = (spec: object, rest: object = {}): Job => {
  const metadata = { name: 'work', namespace: 'default', uid: 'u-1' };
  const object = decodeJson(Job, { metadata, spec: { template: template(), ...spec }, ...rest }).value;
  setJobDefaults(object);
  return object;
};
const job = (spec: object = {}, rest: object = {}): Job => {
  const object = draft(spec, rest);
  generateJobSelector(object);
  return object;
};
const indexed = (spec: object = {}): object => ({ completionMode: 'Indexed', completions: 3, ...spec });
const failurePolicy = (rule: object): object => ({ podFailurePolicy: { rules: [rule] } });
const exitCodes = (item: object): object =>
  failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1], ...item } });
const successPolicy = (rule: object): object => indexed({ successPolicy: { rules: [rule] } });

const RULE = 'spec.podFailurePolicy.rules[0]';
const SUCCESS = 'spec.successPolicy.rules[0]';

describe('validateJob', () => {
  it.each([
    ['one pod', {}],
    ['numbered pods', indexed()],
    ['a failure policy', exitCodes({ containerName: 'main', values: [1, 42] })],
    ['a success policy', successPolicy({ succeededIndexes: '0,1-2', succeededCount: 2 })],
    ['another controller', { managedBy: 'example.com/queue' }],
  ])('accepts %s', (_name, spec) => {
    expect(validateJob(job(spec)).map(String)).toEqual([]);
  });

  it.each([
    [
      'a negative number of pods',
      { parallelism: -1 },
      ['spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'pods that always restart',
      { template: template({ restartPolicy: 'Always' }) },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'an unknown completion mode',
      { completionMode: 'Some' },
      ['spec.completionMode: Unsupported value: "Some": supported values: "NonIndexed", "Indexed"'],
    ],
    [
      'numbers without an end',
      { completionMode: 'Indexed', parallelism: 2 },
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'limits of numbers without numbers',
      { backoffLimitPerIndex: 1 },
      ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    ],
    [
      'failed indexes without limit',
      indexed({ maxFailedIndexes: 1 }),
      ['spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified'],
    ],
    [
      'more failed indexes than there are',
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 4 }),
      ['spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions'],
    ],
    [
      'very many indexes without limit',
      indexed({ completions: 100_001, backoffLimitPerIndex: 1 }),
      ['spec.maxFailedIndexes: Required value: must be specified when completions is above 100000'],
    ],
    [
      'a manager without domain',
      { managedBy: 'me' },
      ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      'another replacement than gone pods with a failure policy',
      { ...exitCodes({}), podReplacementPolicy: 'TerminatingOrFailed' },
      ['spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"'],
    ],
    [
      'a failure policy for pods that restart',
      { ...exitCodes({}), template: template({ restartPolicy: 'OnFailure' }) },
      [
        'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
      ],
    ],
    [
      'a rule without action',
      failurePolicy({ onExitCodes: { operator: 'In', values: [1] } }),
      [`${RULE}.action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]`],
    ],
    [
      'a rule for indexes without their limit',
      failurePolicy({ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }),
      [`${RULE}.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`],
    ],
    [
      'a rule for nothing',
      failurePolicy({ action: 'Count' }),
      [`${RULE}: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`],
    ],
    [
      'exit codes of an unknown container',
      exitCodes({ containerName: 'other' }),
      [
        `${RULE}.onExitCodes.containerName: Invalid value: "other": must be one of the container or initContainer names in the pod template`,
      ],
    ],
    [
      'exit codes twice and out of order',
      exitCodes({ values: [2, 1, 2] }),
      [
        `${RULE}.onExitCodes.values[2]: Duplicate value: 2`,
        `${RULE}.onExitCodes.values: Invalid value: [2,1,2]: must be ordered`,
      ],
    ],
    [
      'success as a failure',
      exitCodes({ values: [0] }),
      [`${RULE}.onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator`],
    ],
    [
      'a success policy without numbers',
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      ['spec.successPolicy: Invalid value: {"rules":[{"succeededCount":1}]}: requires indexed completion mode'],
    ],
    [
      'a success rule of nothing',
      successPolicy({}),
      [`${SUCCESS}: Required value: at least one of succeededCount or succeededIndexes must be specified`],
    ],
    [
      'indexes that are too large',
      successPolicy({ succeededIndexes: '1,3' }),
      [`${SUCCESS}.succeededIndexes: Invalid value: "1,3": error parsing succeededIndexes: too large index: "3"`],
    ],
    [
      'indexes out of order',
      successPolicy({ succeededIndexes: '2,1' }),
      [
        `${SUCCESS}.succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1`,
      ],
    ],
    [
      'more successes than indexes',
      successPolicy({ succeededIndexes: '0-1', succeededCount: 3 }),
      [
        `${SUCCESS}.succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)`,
      ],
    ],
  ])('refuses %s', (_name, spec, messages) => {
    expect(validateJob(job(spec)).map(String)).toEqual(messages);
  });

  it('refuses labels that contradict the generated ones', () => {
    const object = job({ template: template({}, { 'job-name': 'other' }) });
    expect(validateJob(object).map(String)).toEqual([
      expect.stringMatching(/^spec\.template\.metadata\.labels\[job-name\]: Invalid value: \{.*\}: must be 'work'$/),
    ]);
  });

  it('refuses names that numbered pods cannot have', () => {
    const name = 'x'.repeat(62);
    const object = job(indexed(), { metadata: { name, uid: 'u-1' } });
    expect(validateJob(object).map(String)).toEqual([
      `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-2`,
    ]);
  });
});

describe('validateJobUpdate', () => {
  it.each([
    ['how many pods run', {}, { completions: 1, parallelism: 5 }, []],
    ['whether it waits', {}, { suspend: true }, []],
    ['how many must succeed', {}, { completions: 2 }, ['spec.completions: Invalid value: 2: field is immutable']],
    ['numbered pods and how many run, alike', indexed(), indexed({ completions: 5, parallelism: 5 }), []],
    [
      'numbered pods alone',
      indexed(),
      indexed({ completions: 5 }),
      ['spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism'],
    ],
    [
      'who manages it',
      {},
      { managedBy: 'example.com/queue' },
      ['spec.managedBy: Invalid value: "example.com/queue": field is immutable'],
    ],
  ])('judges a change of %s', (_name, before, now, messages) => {
    expect(validateJobUpdate(job(now), job(before)).map(String)).toEqual(messages);
  });

  const elsewhere = { template: template({ nodeSelector: { zone: 'b' } }) };
  const here = { template: template({ nodeSelector: { zone: 'a' }, affinity: { nodeAffinity: {} } }) };
  it.each([
    ['a running Job', here, {}, elsewhere, 1],
    ['a suspended Job that never began', { ...here, suspend: true }, {}, elsewhere, 0],
    [
      'a suspended Job that had begun',
      { ...here, suspend: true },
      { status: { startTime: '2026-01-01T00:00:00Z' } },
      elsewhere,
      1,
    ],
    [
      'the image of a suspended Job',
      { suspend: true },
      {},
      { template: template({ containers: [{ name: 'main', image: 'other' }] }) },
      1,
    ],
  ])('lets only some placements change: %s', (_name, before, rest, now, count) => {
    const errors = validateJobUpdate(job(now), job(before, rest));
    expect(errors.map(({ field }) => field)).toEqual(Array(count).fill('spec.template'));
  });
});

describe('jobWarnings', () => {
  it('recommends a name that pods can have', () => {
    expect(jobWarnings(job({}, { metadata: { name: 'a.b', uid: 'u' } }))).toEqual([
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    ]);
  });

  it('says when indexes may not be tracked', () => {
    const large = job(indexed({ completions: 100_001, parallelism: 10_001 }));
    expect(jobWarnings(large)).toHaveLength(1);
    expect(jobWarnings(large, large)).toEqual([]);
  });
});
