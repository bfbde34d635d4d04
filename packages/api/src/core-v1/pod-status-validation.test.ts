import { describe, expect, it } from 'vitest';

import { validatePodStatusUpdate } from './pod-status-validation.ts';
import type { Pod } from './pod.ts';
import { newPod } from './testing/new-pod.ts';

const podOf = (status: object, spec: object = {}): Pod => newPod(spec, { status });
const errorsOf = (pod: Pod, old: Pod): string[] => validatePodStatusUpdate(pod, old).map(String);

describe('validatePodStatusUpdate', () => {
  it.each<[string, object, object, string[]]>([
    ['accepts a change of phase', { phase: 'Running', qosClass: 'BestEffort' }, { qosClass: 'BestEffort' }, []],
    [
      'refuses another class of service',
      { qosClass: 'Burstable' },
      { qosClass: 'BestEffort' },
      ['status.qosClass: Invalid value: "Burstable": field is immutable'],
    ],
    [
      'refuses a condition that is not qualified',
      {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'a b', status: 'True' },
        ],
      },
      {},
      [
        "status.conditions[1].Type: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      'refuses generations below zero',
      { observedGeneration: -1, conditions: [{ type: 'Ready', status: 'True', observedGeneration: -1 }] },
      {},
      [
        'status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer',
        'status.observedGeneration: Invalid value: -1: must be a non-negative integer',
      ],
    ],
    ['accepts an address of each family', { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }, {}, []],
    [
      'refuses two addresses of one family',
      { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
      {},
      [
        'status.podIPs: Invalid value: [{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}]: may specify no more than one IP for each IP family',
      ],
    ],
    [
      'refuses what is no address',
      { podIPs: [{ ip: 'x' }] },
      {},
      ['status.podIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'lets an address stay that was accepted before',
      { podIPs: [{ ip: '010.0.0.1' }] },
      { podIPs: [{ ip: '010.0.0.1' }] },
      [],
    ],
    [
      'needs the address of the node to be the first of its addresses',
      { hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.2' }] },
      {},
      ['status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`'],
    ],
    [
      'refuses claims that the pod does not have',
      { resourceClaimStatuses: [{ name: 'c' }, { name: 'c', resourceClaimName: 'A' }] },
      {},
      [
        'status.resourceClaimStatuses[0].name: Invalid value: "c": must match the name of an entry in `spec.resourceClaims`',
        'status.resourceClaimStatuses[1].name: Invalid value: "c": must match the name of an entry in `spec.resourceClaims`',
        'status.resourceClaimStatuses[1].name: Duplicate value: "c"',
        "status.resourceClaimStatuses[1].resourceClaimName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    ['accepts the name of a node to make room on', { nominatedNodeName: 'n' }, {}, []],
  ])('%s', (_name, status, before, errors) => {
    expect(errorsOf(podOf(status), podOf(before))).toEqual(errors);
  });

  it('refuses users that are none', () => {
    const user = { linux: { uid: -1, gid: 0, supplementalGroups: [-2] } };
    const container = { name: 'a', image: 'x', imageID: '', ready: true, restartCount: 0, user };
    expect(errorsOf(podOf({ containerStatuses: [container] }), podOf({}))).toEqual([
      'status.containerStatuses[0].linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive',
      'status.containerStatuses[0].linux.supplementalGroups[0]: Invalid value: -2: must be between 0 and 2147483647, inclusive',
    ]);
  });
});

describe('a container that has ended', () => {
  const status = (state: object, list = 'containerStatuses') => ({
    [list]: [{ name: 'a', image: 'x', imageID: '', ready: false, restartCount: 0, state }],
  });
  const ended = (exitCode: number) => ({ terminated: { exitCode } });
  const refusal = (list: string) => [
    `status.${list}[0].state: Forbidden: may not be transitioned to non-terminated state`,
  ];

  it.each<[string, object, object, object, string[]]>([
    ['runs again in a pod that restarts it', {}, status(ended(0)), status({ running: {} }), []],
    [
      'stays ended in a pod that never restarts',
      { restartPolicy: 'Never' },
      status(ended(1)),
      status({ running: {} }),
      refusal('containerStatuses'),
    ],
    [
      'stays ended after success in a pod that restarts on failure',
      { restartPolicy: 'OnFailure' },
      status(ended(0)),
      status({ waiting: {} }),
      refusal('containerStatuses'),
    ],
    [
      'runs again by its own policy',
      { restartPolicy: 'Never', containers: [{ name: 'a', image: 'x', restartPolicy: 'Always' }] },
      status(ended(0)),
      status({ running: {} }),
      [],
    ],
    [
      'runs again as a sidecar',
      { restartPolicy: 'Never', initContainers: [{ name: 'a', image: 'x', restartPolicy: 'Always' }] },
      status(ended(0), 'initContainerStatuses'),
      status({ running: {} }, 'initContainerStatuses'),
      [],
    ],
    [
      'stays ended as an ephemeral container',
      {},
      status(ended(0), 'ephemeralContainerStatuses'),
      status({ running: {} }, 'ephemeralContainerStatuses'),
      refusal('ephemeralContainerStatuses'),
    ],
    ['may end otherwise', { restartPolicy: 'Never' }, status(ended(0)), status(ended(1)), []],
    ['may be left out', { restartPolicy: 'Never' }, status(ended(0)), {}, []],
  ])('%s', (_name, spec, before, now, errors) => {
    expect(errorsOf(podOf(now, spec), podOf(before, spec))).toEqual(errors);
  });
});
