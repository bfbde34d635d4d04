import { describe, expect, it } from 'vitest';
import { cgroupV1, cgroupV2, type CgroupVersion } from './cgroup-files.ts';

/** As a container with limits has them on kernel 6.18, with a number in every place; what nobody reads is left out. */
const V1: Readonly<Record<string, string>> = {
  'cpuacct.usage': '40257519\n',
  'cpuacct.stat': 'user 2\nsystem 1\n',
  'cpu.stat': 'nr_periods 10\nnr_throttled 3\nthrottled_time 123456\nnr_bursts 0\nburst_time 0\n',
  'memory.usage_in_bytes': '6111232\n',
  'memory.stat':
    'cache 1\nrss 2\ninactive_file 3\ntotal_cache 5279744\ntotal_rss 208896\ntotal_mapped_file 4096\ntotal_swap 8192\n' +
    'total_pgfault 2223\ntotal_pgmajfault 1\ntotal_inactive_file 5242880\n',
  'memory.max_usage_in_bytes': '7733248\n',
  'memory.failcnt': '4\n',
  'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
  'blkio.throttle.io_service_bytes_recursive':
    '8:0 Read 90112\n8:0 Write 4096\n8:0 Sync 0\n8:0 Async 94208\n8:0 Discard 0\n8:0 Total 94208\nTotal 94208\n',
  'blkio.throttle.io_serviced_recursive': '8:0 Read 7\n8:0 Write 1\n8:0 Total 8\nTotal 8\n',
  'pids.current': '2\n',
  'memory.limit_in_bytes': '67108864\n',
  'cpu.cfs_quota_us': '50000\n',
  'cpu.cfs_period_us': '100000\n',
  'cpu.shares': '512\n',
  'pids.max': 'max\n',
};

const V2: Readonly<Record<string, string>> = {
  'cpu.stat':
    'usage_usec 40257\nuser_usec 20000\nsystem_usec 10000\nnr_periods 10\nnr_throttled 3\nthrottled_usec 123\nnr_bursts 0\n',
  'memory.current': '6111232\n',
  'memory.stat':
    'anon 208896\nfile 5279744\nkernel 98304\nfile_mapped 4096\ninactive_anon 200704\ninactive_file 5242880\npgfault 2223\npgmajfault 1\n',
  'memory.peak': '7733248\n',
  'memory.swap.current': '8192\n',
  'memory.events': 'low 0\nhigh 0\nmax 4\noom 2\noom_kill 2\noom_group_kill 0\n',
  'io.stat': '8:0 rbytes=90112 wbytes=4096 rios=7 wios=1 dbytes=0 dios=0\n',
  'pids.current': '2\n',
  'memory.max': '67108864\n',
  'cpu.max': '50000 100000\n',
  'cpu.weight': '20\n',
  'pids.max': 'max\n',
};

const same = {
  memory: {
    usage: 6_111_232,
    peak: 7_733_248,
    workingSet: 6_111_232 - 5_242_880,
    rss: 208_896,
    cache: 5_279_744,
    mapped: 4096,
    swap: 8192,
    pageFaults: 2223,
    majorPageFaults: 1,
    failures: 4,
    oomKills: 2,
  },
  io: [{ device: '8:0', readBytes: 90_112, writeBytes: 4096, reads: 7, writes: 1 }],
  processes: 2,
};
const cpu = { user: 20_000_000, system: 10_000_000, periods: 10, throttledPeriods: 3 };
const limits = { memory: 67_108_864, cpuQuota: 50_000, cpuPeriod: 100_000 };

function usageIn(version: CgroupVersion, files: Readonly<Record<string, string>>) {
  return version.usage((name) => files[name] ?? '');
}

describe('cgroupV1', () => {
  it('says what its files say', () => {
    expect(usageIn(cgroupV1, V1)).toEqual({
      ...same,
      cpu: { ...cpu, total: 40_257_519, throttled: 123_456 },
      limits: { ...limits, cpuShares: 512 },
    });
  });

  it('knows the numbers that mean no limit', () => {
    const files = { ...V1, 'memory.limit_in_bytes': '9223372036854771712\n', 'cpu.cfs_quota_us': '-1\n' };
    expect(usageIn(cgroupV1, files).limits).toEqual({ cpuPeriod: 100_000, cpuShares: 512 });
  });
});

describe('cgroupV2', () => {
  it('says the same of the same, from other files', () => {
    expect(usageIn(cgroupV2, V2)).toEqual({
      ...same,
      cpu: { ...cpu, total: 40_257_000, throttled: 123_000 },
      limits: { ...limits, cpuShares: 500 },
    });
  });

  it('knows the word that means no limit', () => {
    const files = { ...V2, 'memory.max': 'max\n', 'cpu.max': 'max 100000\n' };
    expect(usageIn(cgroupV2, files).limits).toEqual({ cpuPeriod: 100_000, cpuShares: 500 });
  });

  it('adds up the memory of the root, which has no file for it', () => {
    const { 'memory.current': _, ...files } = V2;
    expect(usageIn(cgroupV2, files).memory.usage).toBe(208_896 + 5_279_744);
  });
});

describe.each([
  ['cgroupV1', cgroupV1],
  ['cgroupV2', cgroupV2],
])('%s', (_, version) => {
  it('asks for no file that is not in its table, and makes nothing of files that are not there', () => {
    const asked = new Set<string>();
    const usage = version.usage((name) => {
      asked.add(name);
      return '';
    });
    expect([...asked].toSorted()).toEqual(version.files.map(({ name }) => name).toSorted());
    expect(usage).toMatchObject({ cpu: { total: 0 }, memory: { workingSet: 0 }, io: [], limits: {} });
  });

  it('never has a working set below zero', () => {
    const files = {
      'memory.usage_in_bytes': '10',
      'memory.current': '10',
      'memory.stat': 'total_inactive_file 20\ninactive_file 20',
    };
    expect(usageIn(version, files).memory.workingSet).toBe(0);
  });
});
