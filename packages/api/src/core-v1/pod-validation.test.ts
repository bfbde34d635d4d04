import { describe, expect, it } from 'vitest';

import { validatePod } from './pod-validation.ts';
import type { Pod } from './pod.ts';
import { newPod, podWith } from './testing/new-pod.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const errorsOf = (pod: Pod): string[] => validatePod(pod).map(String);

describe('validatePod', () => {
  it('finds nothing wrong with a pod that uses most of what there is', () => {
    const pod = newPod({
      initContainers: [
        { name: 'i', image: 'x', restartPolicy: 'OnFailure' },
        { name: 's', image: 'x', restartPolicy: 'Always', startupProbe: { grpc: { port: 80 } } },
      ],
      containers: [
        {
          name: 'a',
          image: 'x@sha256:0123456789abcdef0123456789abcdef',
          ports: [{ name: 'http', containerPort: 80, hostPort: 8080 }],
          env: [
            { name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
            { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
            { name: 'C', valueFrom: { fileKeyRef: { volumeName: 'tmp', path: 'env', key: 'C' } } },
          ],
          envFrom: [{ prefix: 'X_', configMapRef: { name: 'c' } }],
          resources: { limits: { cpu: '1', memory: '1Gi', 'example.com/gpu': '2' }, claims: [{ name: 'gpu' }] },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp', subPath: 'a/b' }],
          livenessProbe: { httpGet: { port: 'http' } },
          lifecycle: { preStop: { sleep: { seconds: 0 } } },
          securityContext: { runAsUser: 1, capabilities: { add: ['NET_ADMIN'] } },
          restartPolicy: 'Never',
          restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
        },
      ],
      volumes: [
        { name: 'tmp' },
        { name: 'all', projected: { sources: [{ configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } }] } },
        { name: 'image', image: { reference: 'x' } },
      ],
      resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 't' }],
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] } },
      tolerations: [{ operator: 'Exists' }, { key: 'k', effect: 'NoExecute', tolerationSeconds: 5 }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
      dnsConfig: { nameservers: ['10.0.0.1'], searches: ['_a.example.com.', '.'] },
      hostAliases: [{ ip: '::1', hostnames: ['local'] }],
      securityContext: { sysctls: [{ name: 'net/ipv4/ip_forward', value: '1' }], fsGroupChangePolicy: 'Always' },
    });
    expect(errorsOf(pod)).toEqual([]);
  });

  it.each<[string, Pod, string[]]>([
    ['no containers', newPod({ containers: [] }), ['spec.containers: Required value']],
    [
      'a container whose name is no DNS label',
      newPod({ containers: [{ name: 'A_b', image: 'x' }] }),
      [`spec.containers[0].name: Invalid value: "A_b": ${LABEL}`],
    ],
    ['no image', newPod({ containers: [{ name: 'a' }] }), ['spec.containers[0].image: Required value']],
    [
      'an image with blanks around it',
      podWith({ image: ' nginx' }),
      ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'],
    ],
    [
      'two containers of one name',
      newPod({
        containers: [
          { name: 'a', image: 'x' },
          { name: 'a', image: 'x' },
        ],
      }),
      ['spec.containers[1].name: Duplicate value: "a"'],
    ],
    [
      'an init container with the name of a container',
      newPod({ initContainers: [{ name: 'a', image: 'x' }] }),
      ['spec.initContainers[0].name: Duplicate value: "a"'],
    ],
    [
      'a restart policy that there is not',
      newPod({ restartPolicy: 'always' }),
      ['spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'a pull policy that there is not',
      podWith({ imagePullPolicy: 'Sometimes' }),
      [
        'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
      ],
    ],
    [
      'ephemeral containers from the start',
      newPod({ ephemeralContainers: [{ name: 'e', image: 'x' }] }),
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
    [
      'a node and scheduling gates',
      newPod({ nodeName: 'n', schedulingGates: [{ name: 'x/y' }] }),
      ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
    ],
    [
      'a deadline of no time',
      newPod({ activeDeadlineSeconds: 0 }),
      ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    ],
    [
      'a host name that is no DNS label',
      newPod({ hostname: 'a.b' }),
      ['spec.hostname: Invalid value: "a.b": must not contain dots'],
    ],
    [
      'a node selector that is no label',
      newPod({ nodeSelector: { 'a b': 'c' } }),
      [`spec.nodeSelector: Invalid value: "a b": ${QUALIFIED}`],
    ],
    [
      'a user namespace beside the network of the node',
      newPod({ hostUsers: false, hostNetwork: true }),
      ['spec.hostNetwork: Forbidden: when `hostUsers` is false'],
    ],
    [
      'an overridden host name on the network of the node',
      newPod({ hostnameOverride: 'a.b', hostNetwork: true }),
      ['spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true'],
    ],
    [
      'DNS policy None without servers',
      newPod({ dnsPolicy: 'None', dnsConfig: {} }),
      ['spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None'],
    ],
    [
      'too many name servers, one of them no address',
      newPod({ dnsConfig: { nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3', 'x'] } }),
      [
        'spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","2.2.2.2","3.3.3.3","x"]: must not have more than 3 nameservers',
        'spec.dnsConfig.nameservers[3]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      'scheduling gates that repeat',
      newPod({ schedulingGates: [{ name: 'a/b' }, { name: 'a/b' }] }),
      ['spec.schedulingGates[1]: Duplicate value: "a/b"'],
    ],
    [
      'a claim with neither a name nor a template',
      newPod({ resourceClaims: [{ name: 'c' }] }),
      [
        'spec.resourceClaims[0]: Invalid value: {"name":"c"}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
      ],
    ],
    [
      'a token without a service account',
      newPod({ volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }] }),
      [
        'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
      ],
    ],
    [
      'Windows options on Linux',
      newPod({ os: { name: 'linux' }, securityContext: { windowsOptions: { runAsUserName: 'a' } } }),
      ['spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod'],
    ],
    [
      'Linux options on Windows',
      podWith({ securityContext: { privileged: true } }, { os: { name: 'windows' } }),
      ['spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod'],
    ],
    [
      'an operating system that there is not',
      newPod({ os: { name: 'plan9' } }),
      ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"'],
    ],
    [
      'a seccomp annotation that contradicts its field',
      newPod(
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
        { metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } } },
      ),
      ['spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match'],
    ],
    [
      'a mirror pod without a node',
      newPod({}, { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }),
      [
        'metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set',
      ],
    ],
    [
      'a deletion cost that is no number',
      newPod({}, { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '+1' } } }),
      [
        'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer',
      ],
    ],
  ])('refuses %s', (_name, pod, errors) => {
    expect(errorsOf(pod)).toEqual(errors);
  });
});
