import { describe, expect, it } from 'vitest';

import { validatePod } from './pod-validation.ts';
import type { Pod } from './pod.ts';
import { newPod, podWith } from './testing/new-pod.ts';

const errorsOf = (pod: Pod): string[] => validatePod(pod).map(String);

describe('containers', () => {
  it.each<[string, object, string[]]>([
    [
      'a port beyond the range',
      { ports: [{ containerPort: 70000 }] },
      ['ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    ['a port without a number', { ports: [{ name: 'x' }] }, ['ports[0].containerPort: Required value']],
    [
      'two ports of one name',
      {
        ports: [
          { name: 'x', containerPort: 1 },
          { name: 'x', containerPort: 2 },
        ],
      },
      ['ports[1].name: Duplicate value: "x"'],
    ],
    [
      'two ports on one port of the node',
      {
        ports: [
          { containerPort: 1, hostPort: 80 },
          { containerPort: 2, hostPort: 80 },
        ],
      },
      ['ports[1].hostPort: Duplicate value: "TCP//80"'],
    ],
    [
      'a protocol that there is not',
      { ports: [{ containerPort: 1, protocol: 'tcp' }] },
      ['ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
    ],
    ['a variable without a name', { env: [{ value: 'x' }] }, ['env[0].name: Required value']],
    [
      'a variable of no printable name',
      { env: [{ name: 'a=b' }] },
      [
        'env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
      ],
    ],
    [
      'a variable with a value and a source',
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      ['env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
    ],
    [
      'a variable with two sources',
      {
        env: [
          {
            name: 'A',
            valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } },
          },
        ],
      },
      ['env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time'],
    ],
    [
      'a field that only volumes can show',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] },
      [
        'env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
      ],
    ],
    [
      'a field that there is not',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nodename' } } }] },
      [
        'env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodename": error converting fieldPath: field label not supported: spec.nodename',
      ],
    ],
    [
      'a divisor that is no unit',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } }] },
      [
        'env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor\'s values 1m and 1 are supported with the cpu resource',
      ],
    ],
    [
      'a file in a volume that is not there',
      { env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'A' } } }] },
      ['env[0].valueFrom.fileKeyRef.volumeName: Not found: "v"'],
    ],
    [
      'a source of variables that is none',
      { envFrom: [{}] },
      ['envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
    ],
    [
      'a mount of a volume that is not there',
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      ['volumeMounts[0].name: Not found: "v"'],
    ],
    [
      'a probe that does nothing',
      { livenessProbe: {} },
      ['livenessProbe: Required value: must specify a handler type'],
    ],
    [
      'a probe that does two things',
      { livenessProbe: { exec: { command: ['x'] }, tcpSocket: { port: 1 } } },
      ['livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
    ],
    [
      'a liveness probe that must succeed twice',
      { livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 } },
      ['livenessProbe.successThreshold: Invalid value: 2: must be 1'],
    ],
    [
      'a readiness probe with a grace period',
      { readinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 1 } },
      ['readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes'],
    ],
    [
      'a probe of a port that is none, with a negative delay',
      { startupProbe: { httpGet: { port: 0 }, initialDelaySeconds: -1 } },
      [
        'startupProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'startupProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
    [
      'a pause that is longer than the grace period',
      { lifecycle: { preStop: { sleep: { seconds: 31 } } } },
      [
        'lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
      ],
    ],
    [
      'restart rules without a restart policy',
      { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In' } }] },
      ['restartPolicy: Required value: must specify restartPolicy when restart rules are used'],
    ],
    [
      'a restart rule of another action for no exit codes',
      { restartPolicy: 'Never', restartPolicyRules: [{ action: 'RestartAllContainers' }] },
      [
        'restartPolicyRules[0].action: Unsupported value: "RestartAllContainers": supported values: "Restart"',
        'restartPolicyRules[0].exitCodes: Required value: must be specified',
      ],
    ],
    [
      'a user id below zero',
      { securityContext: { runAsUser: -1 } },
      ['securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
    ],
    [
      'all rights without the right to more',
      { securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      [
        'securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ],
    ],
    [
      'all of /proc in the user namespace of the node',
      { securityContext: { procMount: 'Unmasked' } },
      ['securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`'],
    ],
    [
      'a local seccomp profile without its file',
      { securityContext: { seccompProfile: { type: 'Localhost' } } },
      ['securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost'],
    ],
    [
      'a resize policy for a resource that cannot be resized',
      { resizePolicy: [{ resourceName: 'disk', restartPolicy: 'NotRequired' }] },
      ['resizePolicy: Unsupported value: "disk": supported values: "cpu", "memory"'],
    ],
  ])('refuse %s', (_name, container, errors) => {
    expect(errorsOf(podWith(container))).toEqual(errors.map((error) => `spec.containers[0].${error}`));
  });

  it.each<[string, object, string[]]>([
    [
      'probes of init containers that end',
      { readinessProbe: { tcpSocket: { port: 1 } } },
      ['readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
    ],
    [
      'restart rules of sidecars',
      { restartPolicy: 'Always', restartPolicyRules: [{ action: 'Restart' }] },
      [
        'restartPolicyRules: Forbidden: restartPolicyRules are not allowed for init containers with restart policy Always',
      ],
    ],
  ])('refuse %s', (_name, container, errors) => {
    const pod = newPod({ initContainers: [{ name: 'i', image: 'x', ...container }] });
    expect(errorsOf(pod)).toEqual(errors.map((error) => `spec.initContainers[0].${error}`));
  });

  it('give no port of the node twice, but let init containers take turns', () => {
    const withPort = (name: string) => ({ name, image: 'x', ports: [{ containerPort: 1, hostPort: 1 }] });
    expect(errorsOf(newPod({ containers: [withPort('a'), withPort('b')] }))).toEqual([
      'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//1"',
    ]);
    expect(errorsOf(newPod({ initContainers: [withPort('i'), withPort('j')] }))).toEqual([]);
  });

  it('must open the same port on the network of the node', () => {
    const pod = podWith({ ports: [{ containerPort: 80, hostPort: 81 }] }, { hostNetwork: true });
    expect(errorsOf(pod)).toEqual([
      'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
    ]);
  });
});
