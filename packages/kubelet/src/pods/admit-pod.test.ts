import { describe, expect, it } from 'vitest';
import { admitPod as admit, type AdmissionInput } from './admit-pod.ts';
import { podOf } from './testing/pictures.ts';

const node = { name: 'node-1', labels: { disk: 'ssd' } };
const admitPod = (input: Omit<AdmissionInput, 'node'>) => admit({ ...input, node });
const allocatable = { cpu: '2', memory: '1Gi', pods: '3' };
const wants = (cpu: string, status = {}) =>
  podOf({ containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu } } }] }, { status });
const onPort = (hostPort: number, more = {}) =>
  podOf({ containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 80, hostPort, ...more }] }] });

describe('admitPod', () => {
  it('takes what fits, and does not count what is over', () => {
    expect(
      admitPod({ pod: wants('1'), others: [wants('1'), wants('2', { phase: 'Succeeded' })], allocatable }),
    ).toBeUndefined();
  });

  it('refuses what does not fit, with the amounts', () => {
    expect(admitPod({ pod: wants('1500m'), others: [wants('1')], allocatable })).toEqual({
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
      eventMessage: "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
    });
  });

  it('refuses one pod too many', () => {
    expect(admitPod({ pod: podOf(), others: [podOf(), podOf(), podOf()], allocatable })?.reason).toBe('OutOfpods');
  });

  it('refuses a port of the node that another pod has', () => {
    expect(admitPod({ pod: onPort(80), others: [onPort(80, { hostIP: '127.0.0.1' })], allocatable })?.reason).toBe(
      'NodePorts',
    );
    expect(
      admitPod({ pod: onPort(80), others: [onPort(81), onPort(80, { protocol: 'UDP' })], allocatable }),
    ).toBeUndefined();
  });

  it.each<[string, object, string | undefined]>([
    ['a node that it does not want', { nodeSelector: { disk: 'hdd' } }, 'NodeAffinity'],
    ['the node that it wants', { nodeSelector: { disk: 'ssd' } }, undefined],
    [
      'only the groups that it names',
      { securityContext: { supplementalGroupsPolicy: 'Strict' } },
      'SupplementalGroupsPolicyNotSupported',
    ],
    ['another system', { os: { name: 'windows' } }, 'PodOSNotSupported'],
    ['this system', { os: { name: 'linux' } }, undefined],
    [
      'a setting of its own',
      { securityContext: { sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] } },
      undefined,
    ],
    [
      'a setting of everybody',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      'SysctlForbidden',
    ],
    [
      'a setting of the node',
      { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } },
      'SysctlForbidden',
    ],
  ])('looks at a pod that asks for %s', (_name, spec, expected) => {
    expect(admitPod({ pod: podOf(spec), others: [], allocatable })?.reason).toBe(expected);
  });
});
