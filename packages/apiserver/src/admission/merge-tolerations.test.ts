import type { Toleration } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { mergeTolerations } from './merge-tolerations.ts';

const all: Toleration = { operator: 'Exists' };
const keyed: Toleration = { key: 'a', operator: 'Exists' };
const valued: Toleration = { key: 'a', operator: 'Equal', value: 'x', effect: 'NoSchedule' };
const evicted: Toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 };
const stays: Toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute' };

describe('mergeTolerations', () => {
  it.each([
    ['keeps what does not meet', [valued], [evicted], [valued, evicted]],
    ['drops a repetition', [valued], [{ ...valued }], [valued]],
    ['drops a value that the whole key includes', [valued], [keyed], [keyed]],
    ['drops a key that everything includes', [keyed], [all], [all]],
    ['drops the shorter time', [evicted], [stays], [stays]],
    [
      'keeps the shorter time that is not included',
      [{ ...evicted, tolerationSeconds: 90 }],
      [evicted],
      [{ ...evicted, tolerationSeconds: 90 }],
    ],
    ['keeps another value', [valued], [{ ...valued, value: 'y' }], [valued, { ...valued, value: 'y' }]],
  ] as [string, Toleration[], Toleration[], Toleration[]][])('%s', (_name, first, second, merged) => {
    expect(mergeTolerations(first, second)).toEqual(merged);
  });
});
