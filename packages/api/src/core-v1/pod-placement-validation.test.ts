import { describe, expect, it } from 'vitest';

import { validatePod } from './pod-validation.ts';
import { newPod } from './testing/new-pod.ts';

const errorsOf = (spec: object): string[] => validatePod(newPod(spec)).map(String);

const nodeTerm = (term: object) => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  },
});
const podTerm = (term: object) => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', ...term }] } },
});
const spread = (constraint: object) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {}, ...constraint },
  ],
});
const NODE = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
const POD = 'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]';
const SPREAD = 'spec.topologySpreadConstraints[0]';

describe('where a pod may be', () => {
  it.each<[string, object, string[]]>([
    [
      'a choice of nodes without terms',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      [`${NODE}: Required value: must have at least one node selector term`],
    ],
    [
      'no values to be in',
      nodeTerm({ matchExpressions: [{ key: 'a', operator: 'In' }] }),
      [`${NODE}[0].matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`],
    ],
    [
      'values of something that need only exist',
      nodeTerm({ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }),
      [
        `${NODE}[0].matchExpressions[0].values: Forbidden: may not be specified when \`operator\` is 'Exists' or 'DoesNotExist'`,
      ],
    ],
    [
      'an operator that there is not',
      nodeTerm({ matchExpressions: [{ key: 'a', operator: 'Is' }] }),
      [`${NODE}[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator`],
    ],
    [
      'a field other than the name',
      nodeTerm({ matchFields: [{ key: 'spec.x', operator: 'In', values: ['a'] }] }),
      [`${NODE}[0].matchFields[0].key: Invalid value: "spec.x": not a valid field selector key`],
    ],
    [
      'a wish of too much weight',
      {
        affinity: {
          nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }] },
        },
      },
      [
        'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
      ],
    ],
    [
      'company in no kind of place',
      podTerm({ topologyKey: '' }),
      [
        `${POD}.topologyKey: Required value: can not be empty`,
        `${POD}.topologyKey: Invalid value: "": name part must be non-empty`,
        `${POD}.topologyKey: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      ],
    ],
    [
      'label keys without a selector',
      podTerm({ matchLabelKeys: ['a'] }),
      [`${POD}.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`],
    ],
    [
      'label keys that must and must not match',
      podTerm({ labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] }),
      [`${POD}.matchLabelKeys[0]: Invalid value: "a": exists in both matchLabelKeys and mismatchLabelKeys`],
    ],
    [
      'a toleration of everything with a value',
      { tolerations: [{ value: 'x' }] },
      [
        'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      'a toleration for a time of a taint that does not evict',
      { tolerations: [{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 1 }] },
      [
        'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
      ],
    ],
    [
      'a toleration of an effect that there is not',
      { tolerations: [{ key: 'a', effect: 'NoRun' }] },
      [
        'spec.tolerations[0].effect: Unsupported value: "NoRun": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    ['no skew at all', spread({ maxSkew: 0 }), [`${SPREAD}.maxSkew: Invalid value: 0: must be greater than zero`]],
    [
      'a number of places for a mere preference',
      spread({ whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 }),
      [
        `${SPREAD}.minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway`,
      ],
    ],
    [
      'two constraints of one kind',
      {
        topologySpreadConstraints: [
          ...spread({}).topologySpreadConstraints,
          ...spread({ maxSkew: 2 }).topologySpreadConstraints,
        ],
      },
      [`${SPREAD}.{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"`],
    ],
  ])('is not %s', (_name, spec, errors) => {
    expect(errorsOf(spec)).toEqual(errors);
  });
});
