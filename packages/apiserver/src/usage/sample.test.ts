import { describe, expect, it } from 'vitest';
import { readSample } from './sample.ts';

const text = `
# HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by the container in core-seconds
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{container="web",namespace="default",pod="a"} 4.5 1000
container_cpu_usage_seconds_total{container="side",namespace="default",pod="a"} 1 1500
container_cpu_usage_seconds_total{container="odd \\"}, x",namespace="default",pod="b"} 2 900
container_memory_working_set_bytes{container="web",namespace="default",pod="a"} 1.2e+07 1001
container_memory_working_set_bytes{container="side",namespace="default",pod="a"} 0 1500
container_memory_working_set_bytes{container="odd \\"}, x",namespace="default",pod="b"} 5
container_start_time_seconds{container="web",namespace="default",pod="a"} 0.5
container_swap_usage_bytes{container="web",namespace="default",pod="a"} 7 1000
node_cpu_usage_seconds_total 357.25 2000
node_memory_working_set_bytes 1.616273408e+09 2000
pod_cpu_usage_seconds_total{namespace="default",pod="a"} 9 1000
container_cpu_usage_seconds_total{namespace="default",pod="a"} 4.5 1000
container_cpu_usage_seconds_total{container="nan",namespace="default",pod="a"} NaN 1000
scrape_error 0
`;

describe('readSample', () => {
  it('finds the points of the node and of what runs', () => {
    const { node, pods, at } = readSample(text, 5000);
    expect(node).toEqual({ cpu: 357.25, memory: 1_616_273_408, at: 2000 });
    expect(at).toBe(2000);
    expect([...pods].map(([pod, containers]) => [pod, Object.fromEntries(containers)])).toEqual([
      ['default/a', { web: { cpu: 4.5, memory: 12_000_000, at: 1000, startedAt: 500 } }],
      ['default/b', { 'odd \\"}, x': { cpu: 2, memory: 5, at: 900 } }],
    ]);
  });

  it('takes the time of reading where none is given', () => {
    expect(readSample('node_cpu_usage_seconds_total 1\nnode_memory_working_set_bytes 2\n', 5000).node?.at).toBe(5000);
  });

  it.each(['', 'garbage', 'node_', 'node_cpu_usage_seconds_total', '<html>container_</html>'])(
    'finds nothing in %j',
    (given) => {
      expect(readSample(given, 1)).toEqual({ node: undefined, pods: new Map(), at: 0 });
    },
  );
});
