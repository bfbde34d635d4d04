import { describe, expect, it } from 'vitest';

import { keepEphemeralContainers, validateEphemeralContainersUpdate } from './pod-ephemeral-containers.ts';
import type { Pod } from './pod.ts';
import { newPod } from './testing/new-pod.ts';

const debug = { name: 'e', image: 'busybox' };
const withDebug = (more: object = {}, rest: object = {}): Pod =>
  newPod({ ephemeralContainers: [{ ...debug, ...more }], ...rest });

const errorsOf = (pod: Pod, old: Pod): string[] => validateEphemeralContainersUpdate(pod, old).map(String);

describe('keepEphemeralContainers', () => {
  it('changes nothing but ephemeral containers', () => {
    const old = newPod({}, { metadata: { labels: { app: 'web' } }, status: { phase: 'Running' } });
    const pod = newPod(
      { containers: [{ name: 'b', image: 'x' }], ephemeralContainers: [debug] },
      { metadata: { labels: { app: 'other' } }, status: { phase: 'Failed' } },
    );
    keepEphemeralContainers(pod, old);
    expect(pod.metadata.labels).toEqual({ app: 'web' });
    expect(pod.status).toEqual({ phase: 'Running' });
    expect(pod.spec.containers).toEqual(old.spec.containers);
    expect(pod.spec.ephemeralContainers).toMatchObject([debug]);
  });

  it('leaves out what the change leaves out, for validation to refuse', () => {
    const pod = newPod();
    keepEphemeralContainers(pod, withDebug());
    expect(pod.spec.ephemeralContainers).toBeUndefined();
  });
});

describe('validateEphemeralContainersUpdate', () => {
  it.each<[string, Pod, Pod, string[]]>([
    ['accepts another one', withDebug(), newPod(), []],
    [
      'refuses a change',
      withDebug({ image: 'x' }),
      withDebug(),
      [
        'spec.ephemeralContainers: Forbidden: existing ephemeral containers "e" may not be changed\n- image: "busybox"\n+ image: "x"',
      ],
    ],
    [
      'refuses a removal',
      newPod(),
      withDebug(),
      ['spec.ephemeralContainers: Forbidden: existing ephemeral containers "e" may not be removed\n'],
    ],
    [
      'refuses the name of another container',
      withDebug({ name: 'a' }),
      newPod(),
      ['spec.ephemeralContainers[0].name: Duplicate value: "a"'],
    ],
    [
      'refuses to target what is not there',
      withDebug({ targetContainerName: 'x' }),
      newPod(),
      ['spec.ephemeralContainers[0].targetContainerName: Not found: "x"'],
    ],
    [
      'refuses what only lasting containers have',
      withDebug({ ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } }),
      newPod(),
      [
        'spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
        'spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container',
      ],
    ],
    [
      'refuses any for mirror pods',
      withDebug(),
      newPod({ nodeName: 'n' }, { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }),
      [': Forbidden: static pods do not support ephemeral containers'],
    ],
  ])('%s', (_name, pod, old, errors) => {
    expect(errorsOf(pod, old)).toEqual(errors);
  });
});
