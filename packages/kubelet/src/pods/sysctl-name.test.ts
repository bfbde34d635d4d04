import { describe, expect, it } from 'vitest';
import { sysctlName } from './sysctl-name.ts';

describe('sysctlName', () => {
  it.each([
    ['kernel.shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['kernel/shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['net/ipv4/conf/eth0.1/rp_filter', 'net.ipv4.conf.eth0/1.rp_filter'],
    ['net.ipv4.conf.eth0/1.rp_filter', 'net.ipv4.conf.eth0/1.rp_filter'],
    ['odd', 'odd'],
  ])('%s is %s', (name, expected) => {
    expect(sysctlName(name)).toBe(expected);
  });
});
