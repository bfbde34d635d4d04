import { describe, expect, it } from 'vitest';

import { setPodSpecDefaults } from './pod-defaults.ts';
import { PodTemplate } from './pod.ts';
import { newPod, podWith } from './testing/new-pod.ts';
import { decodeJson } from '../schema/decode-json.ts';

const firstContainer = (container: object, spec: object = {}) => podWith(container, spec).spec.containers[0];
const volumeOf = (volume: object) => newPod({ volumes: [{ name: 'v', ...volume }] }).spec.volumes?.[0];

describe('setPodDefaults', () => {
  it('gives a pod of one image all that a pod has', () => {
    expect(newPod().spec).toEqual({
      containers: [
        {
          name: 'a',
          image: 'nginx',
          imagePullPolicy: 'Always',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
  });

  it.each<[string, string]>([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.29', 'IfNotPresent'],
    [`nginx@sha256:${'0a'.repeat(32)}`, 'IfNotPresent'],
    ['No Name', 'IfNotPresent'],
  ])('pulls %s: %s', (image, policy) => {
    expect(firstContainer({ image })?.imagePullPolicy).toBe(policy);
    expect(volumeOf({ image: { reference: image } })?.image?.pullPolicy).toBe(policy);
  });

  it('keeps a pull policy that is given', () => {
    expect(firstContainer({ imagePullPolicy: 'Never' })?.imagePullPolicy).toBe('Never');
  });

  it.each<[string, object, object]>([
    ['takes limits for requests', { limits: { cpu: '2' } }, { limits: { cpu: '2' }, requests: { cpu: '2' } }],
    [
      'keeps the requests that are given',
      { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } },
      { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
    ],
    ['takes no requests for limits', { requests: { cpu: '1' } }, { requests: { cpu: '1' } }],
    ['rounds up to a thousandth', { requests: { cpu: '100u', memory: '1' } }, { requests: { cpu: '1m', memory: '1' } }],
  ])('%s', (_name, resources, expected) => {
    expect(firstContainer({ resources })?.resources).toEqual(expected);
  });

  it.each<[string, object, object, object]>([
    [
      'requests of a pod as a whole are those of its containers, else its limits',
      { limits: { cpu: '4', memory: '4Gi' } },
      { requests: { cpu: '1' } },
      { limits: { cpu: '4', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } },
    ],
    [
      'limits of huge pages are those of its containers',
      { requests: { cpu: '4' } },
      { limits: { 'hugepages-2Mi': '4Mi', cpu: '1' } },
      { limits: { 'hugepages-2Mi': '4Mi' }, requests: { cpu: '4', 'hugepages-2Mi': '4Mi' } },
    ],
    ['requests without limits stay alone', { requests: { cpu: '4' } }, {}, { requests: { cpu: '4' } }],
  ])('%s', (_name, ofPod, ofContainer, expected) => {
    expect(podWith({ resources: ofContainer }, { resources: ofPod }).spec.resources).toEqual(expected);
  });

  it('opens the same ports on the network of the node', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }];
    expect(firstContainer({ ports }, { hostNetwork: true })?.ports).toEqual([
      { containerPort: 80, hostPort: 80, protocol: 'TCP' },
      { containerPort: 81, hostPort: 8081, protocol: 'TCP' },
    ]);
    expect(firstContainer({ ports })?.ports?.[0]).toEqual({ containerPort: 80, protocol: 'TCP' });
  });

  it('knows the service account by both of its names', () => {
    for (const account of [{ serviceAccount: 'a' }, { serviceAccountName: 'a' }]) {
      expect(newPod(account).spec).toMatchObject({ serviceAccount: 'a', serviceAccountName: 'a' });
    }
    expect(newPod({ serviceAccount: 'a', serviceAccountName: 'b' }).spec.serviceAccount).toBe('b');
  });

  it('makes an empty directory of a volume that is nothing else', () => {
    expect(volumeOf({})).toEqual({ name: 'v', emptyDir: {} });
  });
});

describe('setPodSpecDefaults', () => {
  it('leaves out of templates what only pods are given', () => {
    const { value } = decodeJson(PodTemplate, {
      template: {
        spec: {
          hostNetwork: true,
          containers: [{ name: 'a', image: 'x', resources: { limits: { cpu: '1' } }, ports: [{ containerPort: 80 }] }],
        },
      },
    });
    const { spec } = value.template;
    setPodSpecDefaults(spec);
    expect(spec.enableServiceLinks).toBeUndefined();
    expect(spec.containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      resources: { limits: { cpu: '1' } },
      ports: [{ containerPort: 80, protocol: 'TCP' }],
    });
    expect(spec.containers[0]?.resources.requests).toBeUndefined();
    expect(spec.containers[0]?.ports?.[0]?.hostPort).toBeUndefined();
  });
});
