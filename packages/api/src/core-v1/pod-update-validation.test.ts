import { describe, expect, it } from 'vitest';

import { validatePodUpdate } from './pod-update-validation.ts';
import { newPod } from './testing/new-pod.ts';

const CHANGEABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

const errorsOf = (before: object, now: object): string[] => validatePodUpdate(newPod(now), newPod(before)).map(String);

const image = (name: string) => ({ containers: [{ name: 'a', image: name, imagePullPolicy: 'Always' }] });
const gated = (spec: object) => ({ schedulingGates: [{ name: 'x/y' }], ...spec });
const nodes = (...values: string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: values.map((key) => ({ key, operator: 'Exists' })) }],
    },
  },
});

describe('validatePodUpdate', () => {
  it.each<[string, object, object]>([
    ['the image', image('x:1'), image('x:2')],
    ['a deadline where there was none', {}, { activeDeadlineSeconds: 5 }],
    ['a shorter deadline', { activeDeadlineSeconds: 5 }, { activeDeadlineSeconds: 4 }],
    ['one more toleration', {}, { tolerations: [{ operator: 'Exists' }] }],
    [
      'the time of a toleration',
      { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 1 }] },
      { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 2 }] },
    ],
    ['a grace period that was negative', { terminationGracePeriodSeconds: -1 }, { terminationGracePeriodSeconds: 1 }],
    ['one gate less', gated({}), {}],
    ['further node labels of a gated pod', gated({}), gated({ nodeSelector: { a: 'b' } })],
    ['the first node affinity of a gated pod', gated({}), gated({ affinity: nodes('a') })],
    ['further node affinity of a gated pod', gated({ affinity: nodes('a') }), gated({ affinity: nodes('a', 'b') })],
  ])('lets change %s', (_name, before, now) => {
    expect(errorsOf(before, now)).toEqual([]);
  });

  it.each<[string, object, object, string[]]>([
    [
      'any other field, and says which',
      image('x'),
      { ...image('y'), hostname: 'h' },
      [`spec: Forbidden: ${CHANGEABLE}\n+ hostname: "h"`],
    ],
    [
      'resources, which have a path of their own',
      { containers: [{ name: 'a', image: 'x', resources: { requests: { cpu: '1' } } }] },
      { containers: [{ name: 'a', image: 'x', resources: { requests: { cpu: '2' } } }] },
      [
        `spec: Forbidden: ${CHANGEABLE}\n- containers[0].resources.requests.cpu: "1"\n+ containers[0].resources.requests.cpu: "2"`,
      ],
    ],
    [
      'the number of containers',
      image('x'),
      { containers: [...image('x').containers, { name: 'b', image: 'x' }] },
      ['spec.containers: Forbidden: pod updates may not add or remove containers'],
    ],
    [
      'a deadline to a later one',
      { activeDeadlineSeconds: 5 },
      { activeDeadlineSeconds: 6 },
      ['spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value'],
    ],
    [
      'a deadline to none',
      { activeDeadlineSeconds: 5 },
      {},
      ['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value'],
    ],
    [
      'tolerations to fewer',
      { tolerations: [{ operator: 'Exists' }] },
      {},
      ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
    ],
    [
      'gates to more',
      {},
      gated({}),
      ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'x/y'"],
    ],
    [
      'node labels of a gated pod to fewer',
      gated({ nodeSelector: { a: 'b' } }),
      gated({}),
      [
        'spec.nodeSelector: Invalid value: {}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
      ],
    ],
    [
      'node affinity of a gated pod to less',
      gated({ affinity: nodes('a', 'b') }),
      gated({ affinity: nodes('b') }),
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"matchExpressions":[{"key":"b","operator":"Exists"}]}: only additions are allowed (no mutations or deletions)',
      ],
    ],
    [
      'node labels of a pod without gates',
      {},
      { nodeSelector: { a: 'b' } },
      [`spec: Forbidden: ${CHANGEABLE}\n+ nodeSelector: {"a":"b"}`],
    ],
  ])('does not let change %s', (_name, before, now, errors) => {
    expect(errorsOf(before, now)).toEqual(errors);
  });

  it('keeps the mark of mirror pods as it is', () => {
    const marked = newPod({ nodeName: 'n' }, { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } });
    const plain = newPod({ nodeName: 'n' });
    const field = 'metadata.annotations[kubernetes.io/config.mirror]: Forbidden';
    expect(validatePodUpdate(plain, marked).map(String)).toEqual([
      `${field}: may not remove or update mirror pod annotation`,
    ]);
    expect(validatePodUpdate(marked, plain).map(String)).toEqual([`${field}: may not add mirror pod annotation`]);
  });
});
