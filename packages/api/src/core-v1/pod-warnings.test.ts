import { describe, expect, it } from 'vitest';

import { podWarnings } from './pod-warnings.ts';
import { newPod, podWith } from './testing/new-pod.ts';
import { FieldPath } from '../status/field-path.ts';

const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
const term = { topologyKey: 'zone' };

const annotated = (annotations: object, spec: object = {}) => newPod(spec, { metadata: { annotations } });

describe('podWarnings', () => {
  it.each<[string, ReturnType<typeof newPod>, string[]]>([
    ['has nothing to say about an ordinary pod', newPod(), []],
    [
      'tells of labels of nodes that were replaced',
      newPod({
        nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }] }],
            },
          },
        },
      }),
      [
        'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
      ],
    ],
    [
      'tells of a preference for what no label is',
      newPod({
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] } },
            ],
          },
        },
      }),
      [
        `spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: b c is invalid, ${VALUE}`,
      ],
    ],
    [
      'tells of selectors that match nothing',
      newPod({
        topologySpreadConstraints: [spread],
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
          },
        },
      }),
      [
        'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
        'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod',
      ],
    ],
    [
      'tells of annotations that do nothing',
      annotated({ 'scheduler.alpha.kubernetes.io/critical-pod': '', [SECCOMP]: 'x' }),
      [
        'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
        `metadata.annotations[${SECCOMP}]: non-functional in v1.27+; use the "seccompProfile" field instead`,
      ],
    ],
    [
      'leaves an annotation alone that the field repeats',
      annotated({ [SECCOMP]: 'runtime/default' }, { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
      [],
    ],
    [
      'tells of repetitions and of secrets without names',
      newPod({
        hostAliases: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }],
        imagePullSecrets: [{ name: 'a' }, {}, { name: 'a' }],
      }),
      [
        'spec.hostAliases[1].ip: duplicate ip "1.1.1.1"',
        'spec.imagePullSecrets[2].name: duplicate name "a"',
        'spec.imagePullSecrets[1].name: invalid empty name ""',
      ],
    ],
    [
      'tells of addresses that are written in an ambiguous way',
      newPod({ dnsConfig: { nameservers: ['010.0.0.1'] } }),
      [
        'spec.dnsConfig.nameservers[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      ],
    ],
    [
      'tells of a grace period below zero',
      newPod({ terminationGracePeriodSeconds: -1 }),
      ['spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1'],
    ],
  ])('%s', (_name, pod, warnings) => {
    expect(podWarnings(pod)).toEqual(warnings);
  });

  it('names the place of a template, and there tells of AppArmor too', () => {
    const key = 'container.apparmor.security.beta.kubernetes.io/a';
    const pod = annotated({ [key]: 'unconfined' }, { terminationGracePeriodSeconds: -1 });
    expect(podWarnings(pod, FieldPath.of('spec', 'template'))).toEqual([
      `spec.template.metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
      'spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
    ]);
  });
});

describe('warnings for containers', () => {
  it.each<[string, object, string[]]>([
    [
      'tell of parts of bytes',
      { resources: { limits: { memory: '100m' }, requests: { memory: '1' } } },
      ['resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer'],
    ],
    [
      'tell of variables that hide others',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      ['env[1]: hides previous definition of "A", which may be dropped when using apply'],
    ],
    [
      'let a variable build on another',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '$(A)2' },
        ],
      },
      [],
    ],
    [
      'tell of ports that repeat',
      {
        ports: [
          { name: 'x', containerPort: 80 },
          { name: 'y', containerPort: 80 },
        ],
      },
      ['ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
    ],
    [
      'tell of a port that is open on the node once only',
      { ports: [{ containerPort: 80 }, { containerPort: 80, hostPort: 80 }] },
      ['ports[1]: overlapping port definition with spec.containers[0].ports[0]'],
    ],
    [
      'tell of a port that is open on one address and on all',
      {
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' },
        ],
      },
      ['ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]'],
    ],
    [
      'tell of an address without a port',
      { ports: [{ containerPort: 80, hostIP: '10.0.0.1' }] },
      ['ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}'],
    ],
    ['let protocols share a port', { ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }] }, []],
  ])('%s', (_name, container, warnings) => {
    expect(podWarnings(podWith(container))).toEqual(warnings.map((warning) => `spec.containers[0].${warning}`));
  });

  it('tell of names of ports that containers share', () => {
    const withPort = (name: string, containerPort: number) => ({
      name,
      image: 'x',
      ports: [{ name: 'x', containerPort }],
    });
    expect(podWarnings(newPod({ containers: [withPort('a', 80), withPort('b', 81)] }))).toEqual([
      'spec.containers[1].ports[0]: duplicate port name "x" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]',
    ]);
  });
});

describe('warnings for volumes', () => {
  const item = (path: string) => ({ key: 'k', path });

  it.each<[string, object, string[]]>([
    [
      'tell of plugins that are gone',
      { gitRepo: { repository: 'x' } },
      ['spec.volumes[0].gitRepo: deprecated in v1.11'],
    ],
    [
      'name a plugin as the server does',
      { storageos: {} },
      ['spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+'],
    ],
    [
      'tell of claims for parts of bytes',
      { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1500m' } } } } } },
      [
        'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
      ],
    ],
    [
      'tell of a file in the place of another',
      { configMap: { name: 'c', items: [item('a'), item('a/')] } },
      ['volume "v" (ConfigMap "c"): overlapping paths: "a" with "a"'],
    ],
    [
      'tell of a file in the place of a directory',
      { secret: { secretName: 's', items: [item('a/b'), item('a'), item('ab')] } },
      ['volume "v" (Secret "s"): overlapping paths: "a" with "a/b"'],
    ],
    [
      'tell of files from several sources in one place',
      {
        projected: {
          sources: [
            { serviceAccountToken: { path: 'token' } },
            { configMap: { name: 'c', items: [item('token/x')] } },
            {},
          ],
        },
      },
      [
        'volume "v" (Projected) has no sources provided',
        'volume "v" (Projected): overlapping paths: "token/x" (ConfigMap "c") with "token" (ServiceAccountToken)',
      ],
    ],
  ])('%s', (_name, source, warnings) => {
    expect(podWarnings(newPod({ volumes: [{ name: 'v', ...source }] }))).toEqual(warnings);
  });
});
