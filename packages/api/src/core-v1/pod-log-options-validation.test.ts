import { describe, expect, it } from 'vitest';

import { validatePodLogOptions } from './pod-log-options-validation.ts';
import type { PodLogOptions } from './pod-options.ts';

describe('validatePodLogOptions', () => {
  it.each<[string, PodLogOptions, string[]]>([
    ['accepts no options', {}, []],
    ['accepts the last lines of some seconds', { tailLines: 0, sinceSeconds: 1, limitBytes: 1 }, []],
    [
      'refuses fewer than no lines',
      { tailLines: -1 },
      ['tailLines: Invalid value: -1: must be greater than or equal to 0'],
    ],
    ['refuses no bytes', { limitBytes: 0 }, ['limitBytes: Invalid value: 0: must be greater than 0']],
    ['refuses no seconds', { sinceSeconds: 0 }, ['sinceSeconds: Invalid value: 0: must be greater than 0']],
    [
      'refuses two beginnings',
      { sinceSeconds: 1, sinceTime: '2025-01-01T00:00:00Z' },
      [': Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified'],
    ],
    ['refuses a choice of streams', { stream: 'Stdout' }, ['stream: Forbidden: may not be specified']],
  ])('%s', (_name, options, errors) => {
    expect(validatePodLogOptions(options).map(String)).toEqual(errors);
  });
});
