import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { runtimeClassWarnings, validateRuntimeClass, validateRuntimeClassUpdate } from './runtime-class-validation.ts';
import { RuntimeClass } from './runtime-class.ts';

const runtimeClass = (more: object): RuntimeClass => decodeJson(RuntimeClass, { handler: 'runc', ...more }).value;
const GPU = { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' };

describe('validateRuntimeClass', () => {
  it.each<[string, object, string[]]>([
    [
      'a good class',
      { overhead: { podFixed: { cpu: '10m' } }, scheduling: { nodeSelector: { a: 'b' }, tolerations: [GPU] } },
      [],
    ],
    [
      'overhead of what',
      { overhead: { podFixed: { pods: '1' } } },
      ['overhead.limits[pods]: Invalid value: "pods": must be a standard resource for containers'],
    ],
    [
      'the same toleration twice',
      { scheduling: { tolerations: [GPU, GPU] } },
      ['scheduling.tolerations[1]: Duplicate value: {"key":"gpu","operator":"Exists","effect":"NoSchedule"}'],
    ],
  ])('%s', (_name, more, expected) => {
    expect(validateRuntimeClass(runtimeClass(more)).map(String)).toEqual(expected);
  });

  it('needs a handler', () => {
    expect(validateRuntimeClass(runtimeClass({ handler: '' })).map(String)).toEqual([
      expect.stringMatching(/^handler: Invalid value: "": a lowercase RFC 1123 label must/),
    ]);
  });

  it('refuses another handler later', () => {
    expect(validateRuntimeClassUpdate(runtimeClass({ handler: 'kata' }), runtimeClass({})).map(String)).toEqual([
      'handler: Invalid value: "kata": field is immutable',
    ]);
  });

  it('warns of labels that have new names', () => {
    const old = runtimeClass({ scheduling: { nodeSelector: { 'beta.kubernetes.io/os': 'linux', a: 'b' } } });
    expect(runtimeClassWarnings(old)).toEqual([
      'scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead',
    ]);
  });
});
