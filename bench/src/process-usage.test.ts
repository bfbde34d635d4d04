import { describe, expect, it } from 'vitest';
import {
  cgroupTimeFile,
  memoryUse,
  parseChildrenTime,
  parseMemoryUse,
  parseProcessorTime,
  processorTime,
} from './process-usage.ts';

describe('parseProcessorTime', () => {
  it('adds user and system time, whatever the program is called', () => {
    const stat = '7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 11 0 100 200 300';
    expect(parseProcessorTime(stat)).toBe(2_000_000);
  });

  it('refuses what it cannot read', () => {
    expect(() => parseProcessorTime('7 (a) S 1')).toThrow('Cannot read processor time');
  });
});

describe('parseChildrenTime', () => {
  it('adds user and system time of the children that have ended', () => {
    const stat = '7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 20 5 20 0 11 0 100 200 300';
    expect(parseChildrenTime(stat)).toBe(250_000);
  });
});

describe('cgroupTimeFile', () => {
  it.each([
    [
      'version 1',
      '5:cpu,cpuacct:/docker/a\n1:name=systemd:/docker/a\n',
      '/sys/fs/cgroup/cpu,cpuacct/docker/a/cpuacct.usage',
    ],
    ['version 1, by itself', '5:cpuacct:/docker/a\n', '/sys/fs/cgroup/cpuacct/docker/a/cpuacct.usage'],
    ['version 2', '0::/system.slice/docker-a.scope\n', '/sys/fs/cgroup/system.slice/docker-a.scope/cpu.stat'],
  ])('finds it in %s', (_name, cgroups, file) => {
    expect(cgroupTimeFile(cgroups)).toBe(file);
  });
});

describe('parseMemoryUse', () => {
  it('reads resident and proportional memory', () => {
    const rollup = '55d0-7ffd ---p 00000000 00:00 0   [rollup]\nRss:   100000 kB\nPss:    50000 kB\nPss_Anon: 1 kB\n';
    expect(parseMemoryUse(rollup)).toEqual({ rss: 102.4, pss: 51.2 });
  });

  it('refuses what it cannot read', () => {
    expect(() => parseMemoryUse('Rss: 1 kB')).toThrow('Cannot read Pss');
  });
});

describe.runIf(process.platform === 'linux')('this process', () => {
  it('has used time and memory', async () => {
    expect(await processorTime(process.pid)).toBeGreaterThan(0);
    const memory = await memoryUse(process.pid);
    expect(memory?.rss).toBeGreaterThan(10);
    expect(memory?.pss).toBeLessThanOrEqual(memory?.rss ?? 0);
  });
});
