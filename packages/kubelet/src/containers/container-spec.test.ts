import type { Container } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { container as drawn, podOf, recordOf, running } from '../pods/testing/pictures.ts';
import { containerSpec } from './container-spec.ts';

const GIB = 2 ** 30;

function specOf(fields: object, { spec = {}, user = '' }: { spec?: object; user?: string } = {}) {
  const pod = podOf({ ...spec, containers: [{ name: 'app', image: 'app:1', ...fields }] });
  const container: Container | undefined = pod.spec.containers[0];
  if (container === undefined) throw new Error('the pod has no container');
  return containerSpec({
    pod,
    container,
    record: recordOf([drawn('other', running)]),
    sandboxId: 'sandbox-0',
    attempt: 2,
    image: { id: 'sha256:1', tags: [], digests: [], sizeBytes: 1, user },
    environment: new Map([['WHO', 'world']]),
    mounts: [],
    memoryCapacity: 4 * GIB,
  });
}

describe('containerSpec', () => {
  it('expands command and arguments, and leaves empty ones to the image', () => {
    expect(specOf({ command: ['echo'], args: ['hello $(WHO)', '$(NOPE)'] })).toMatchObject({
      command: ['echo'],
      args: ['hello world', '$(NOPE)'],
      env: ['WHO=world'],
    });
    expect(specOf({ command: [] })).not.toHaveProperty('command');
  });

  it.each<[string, object, object]>([
    [
      'a limit',
      { limits: { cpu: '500m', memory: '1Gi' } },
      { cpuShares: 512, cpuQuota: 50_000, memoryBytes: GIB, oomScore: -997 },
    ],
    ['a request', { requests: { cpu: '2', memory: '1Gi' } }, { cpuShares: 2048, oomScore: 750 }],
    ['nothing', {}, { cpuShares: 2, oomScore: 1000 }],
    ['next to nothing', { limits: { cpu: '1m' } }, { cpuShares: 2, cpuQuota: 1000, oomScore: 999 }],
  ])('turns %s into what cgroups know', (_name, resources, expected) => {
    expect(specOf({ resources }).resources).toEqual(expected);
  });

  it.each<[string, object, object, string, string | undefined]>([
    ["the image's", {}, {}, 'web', undefined],
    ["the pod's", {}, { runAsUser: 1000, runAsGroup: 2000 }, '', '1000:2000'],
    ["the container's own", { runAsUser: 7 }, { runAsUser: 1000 }, '', '7'],
    ["the image's with another group", { runAsGroup: 5 }, {}, 'web:staff', 'web:5'],
  ])('runs as %s user', (_name, securityContext, ofPod, user, expected) => {
    expect(specOf({ securityContext }, { spec: { securityContext: ofPod }, user }).user).toBe(expected);
  });

  it.each([
    ['the image runs as root', {}, '', 'container has runAsNonRoot and image will run as root'],
    ['the image names its user', {}, 'web', 'image has non-numeric user (web)'],
    ['it asks for root', { runAsUser: 0 }, '', "container's runAsUser breaks non-root policy"],
  ])('refuses to run as root where %s', (_name, more, user, message) => {
    expect(() => specOf({ securityContext: { runAsNonRoot: true, ...more } }, { user })).toThrow(message);
  });

  it('confines as told, and as Kubernetes does where nothing is told', () => {
    expect(specOf({}).security).toMatchObject({ seccomp: 'unconfined', appArmor: 'default', noNewPrivileges: false });
    const securityContext = {
      capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
      appArmorProfile: { type: 'Unconfined' },
    };
    expect(specOf({ securityContext }).security).toMatchObject({
      addCapabilities: ['NET_ADMIN'],
      dropCapabilities: ['ALL'],
      noNewPrivileges: true,
      readOnlyRoot: true,
      seccomp: 'default',
      appArmor: 'unconfined',
    });
  });

  it('has the groups of the pod', () => {
    expect(specOf({}, { spec: { securityContext: { supplementalGroups: [3], fsGroup: 4 } } }).groups).toEqual([3, 4]);
  });

  it('sees the processes that the pod lets it see', () => {
    expect(specOf({}).processes).toBe('own');
    expect(specOf({}, { spec: { shareProcessNamespace: true } }).processes).toBe('pod');
    expect(specOf({}, { spec: { hostPID: true } }).processes).toBe('host');
  });
});
