import { describe, expect, it } from 'vitest';

import { setJobDefaults } from './job-defaults.ts';
import { generateJobSelector } from './job-selector.ts';
import { Job } from './job.ts';
import { validateJob } from './job-validation.ts';
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

describe('setJobDefaults', () => {
  it.each([
    [
      'one pod, six failures',
      {},
      {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'TerminatingOrFailed',
        manualSelector: false,
      },
    ],
    ['one pod at a time with completions', { completions: 5 }, { completions: 5, parallelism: 1 }],
    [
      'no limit of failures with one per index',
      { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 },
      { backoffLimit: 2147483647 },
    ],
    [
      'pods replaced once gone with a failure policy',
      { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } },
      {
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
      },
    ],
  ])('means %s', (_name, spec, expected) => {
    expect(draft(spec).spec).toMatchObject(expected);
  });

  it('leaves completions open when only parallelism is given', () => {
    const { completions, parallelism } = draft({ parallelism: 2 }).spec;
    expect({ completions, parallelism }).toEqual({ completions: undefined, parallelism: 2 });
  });

  it('labels the Job as its template', () => {
    expect(draft({ template: template({}, { app: 'x' }) }).metadata.labels).toEqual({ app: 'x' });
  });
});

describe('generateJobSelector', () => {
  it('selects pods by the uid of their Job', () => {
    const { selector, template: made } = job({ template: template({}, { app: 'x' }) }).spec;
    expect(selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': 'u-1' } });
    expect(made.metadata.labels).toEqual({
      app: 'x',
      'job-name': 'work',
      'batch.kubernetes.io/job-name': 'work',
      'controller-uid': 'u-1',
      'batch.kubernetes.io/controller-uid': 'u-1',
    });
  });

  it('leaves a manual selector alone', () => {
    const selector = { matchLabels: { app: 'x' } };
    const object = job({ manualSelector: true, selector, template: template({}, { app: 'x' }) });
    expect(object.spec.selector).toEqual(selector);
    expect(validateJob(object)).toEqual([]);
  });
});
