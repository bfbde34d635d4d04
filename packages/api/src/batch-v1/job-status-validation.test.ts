import { describe, expect, it } from 'vitest';

import { validateJobStatus } from './job-status-validation.ts';
import { Job } from './job.ts';
import { decodeJson } from '../schema/decode-json.ts';

const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
const conditions = (...types: string[]): object => ({ conditions: types.map((type) => ({ type, status: 'True' })) });
const job = (status: object, spec: object = {}): Job =>
  decodeJson(Job, { metadata: { name: 'work' }, spec, status }).value;
const running = { startTime: at(1), active: 1 };
const complete = {
  ...conditions('SuccessCriteriaMet', 'Complete'),
  startTime: at(1),
  completionTime: at(2),
  succeeded: 1,
};
const failed = { ...conditions('FailureTarget', 'Failed'), startTime: at(1) };
const indexed = { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 };

describe('validateJobStatus', () => {
  it.each([
    ['beginning', {}, running, {}],
    ['completion', running, complete, {}],
    ['failure', running, failed, {}],
    ['progress of indexes', running, { ...running, completedIndexes: '0', failedIndexes: '1-2' }, indexed],
    ['a faulty status that stays as it is', { ...complete, active: 1 }, { ...complete, active: 1 }, {}],
  ])('accepts %s', (_name, before, now, spec) => {
    expect(validateJobStatus(job(now, spec), job(before, spec)).map(String)).toEqual([]);
  });

  it.each([
    ['negative counts', {}, { active: -1 }, {}, 'status.active: Invalid value: -1: must be greater than or equal to 0'],
    [
      'completion and failure',
      running,
      { ...complete, ...conditions('SuccessCriteriaMet', 'Complete', 'Failed', 'FailureTarget') },
      {},
      'status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions',
    ],
    [
      'completion at no time',
      running,
      { ...complete, completionTime: undefined },
      {},
      'status.completionTime: Required value: completionTime is required for Complete jobs',
    ],
    [
      'a completion time of a running Job',
      running,
      { ...running, completionTime: at(2) },
      {},
      `status.completionTime: Invalid value: "${at(2)}": cannot set completionTime when there is no Complete=True condition`,
    ],
    [
      'an end before the beginning',
      running,
      { ...complete, completionTime: at(0) },
      {},
      `status.completionTime: Invalid value: "${at(0)}": must be equal to or after \`startTime\``,
    ],
    [
      'failure out of the blue',
      running,
      { ...failed, ...conditions('Failed') },
      {},
      'status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
    ],
    [
      'completion out of the blue',
      running,
      { ...complete, ...conditions('Complete') },
      {},
      'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
    ],
    [
      'pods after the end',
      running,
      { ...failed, active: 1 },
      {},
      'status.active: Invalid value: 1: active>0 is invalid for finished job',
    ],
    [
      'pods uncounted after the end',
      running,
      { ...failed, uncountedTerminatedPods: { failed: ['a'] } },
      {},
      'status.uncountedTerminatedPods: Invalid value: {"failed":["a"]}: must be empty for finished job',
    ],
    [
      'pods uncounted twice',
      running,
      { ...running, uncountedTerminatedPods: { succeeded: ['a'], failed: ['a'] } },
      {},
      'status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"',
    ],
    [
      'indexes that do not exist',
      running,
      { ...running, completedIndexes: '3' },
      indexed,
      'status.completedIndexes: Invalid value: "3": error parsing completedIndexes: too large index: "3"',
    ],
    [
      'indexes of unnumbered pods',
      running,
      { ...running, completedIndexes: '0' },
      { completions: 3 },
      'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
    ],
    [
      'failed indexes without limit',
      running,
      { ...running, failedIndexes: '0' },
      { ...indexed, backoffLimitPerIndex: undefined },
      'status.failedIndexes: Invalid value: "0": cannot set non-null failedIndexes when backoffLimitPerIndex is null',
    ],
    [
      'indexes that succeeded and failed',
      running,
      { ...running, completedIndexes: '0-1', failedIndexes: '1-2' },
      indexed,
      'status.failedIndexes: Invalid value: "1-2": failedIndexes and completedIndexes overlap at index: 1',
    ],
    [
      'more ready than active pods',
      running,
      { ...running, ready: 2 },
      {},
      'status.ready: Invalid value: 2: cannot set more ready pods than active',
    ],
    [
      'a way back from the end',
      failed,
      { ...failed, ...conditions('FailureTarget') },
      {},
      'status.conditions: Invalid value: cannot disable the terminal Failed=True condition',
    ],
    [
      'fewer failures than before',
      { ...running, failed: 2 },
      { ...running, failed: 1 },
      {},
      'status.failed: Invalid value: 1: cannot decrease the failed counter',
    ],
    [
      'fewer successes than before',
      { ...running, succeeded: 2 },
      { ...running, succeeded: 1 },
      {},
      'status.succeeded: Invalid value: 1: cannot decrease the succeeded counter',
    ],
    [
      'another completion time',
      complete,
      { ...complete, completionTime: at(3) },
      {},
      `status.completionTime: Invalid value: "${at(3)}": field is immutable`,
    ],
    [
      'another start',
      running,
      { ...running, startTime: at(3) },
      {},
      'status.startTime: Required value: startTime cannot be removed for unsuspended job',
    ],
    [
      'criteria unmet',
      { ...running, ...conditions('SuccessCriteriaMet') },
      running,
      {},
      'status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition',
    ],
  ])('refuses %s', (_name, before, now, spec, message) => {
    expect(validateJobStatus(job(now, spec), job(before, spec)).map(String)).toContain(message);
  });
});
