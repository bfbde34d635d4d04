import { describe, expect, it } from 'vitest';
import { silentLog } from '@wherry/component';
import type { TableEntry } from '../service-table.ts';
import { readFlows } from './conntrack-command.ts';
import { flowKeeper } from './flow-keeper.ts';
import { staleFlows, type Flow } from './stale-flows.ts';

const at = (ip: string) => ({ ip, port: 5353, isLocal: false });
const entry = (more: Partial<TableEntry> = {}): TableEntry => ({
  id: 'default/dns:',
  protocol: 'udp',
  clusterIps: ['10.96.0.7'],
  port: 53,
  externalIps: [],
  balancerIps: [],
  nodePort: 30053,
  affinity: undefined,
  internal: [at('10.244.1.2')],
  external: [at('10.244.1.2')],
  cluster: [at('10.244.1.2')],
  keepsSource: false,
  hasEndpoints: true,
  sourceRanges: [],
  healthCheckNodePort: undefined,
  readyHere: [],
  ...more,
});
const flow = (more: Partial<Flow> = {}): Flow => ({
  destination: '10.96.0.7',
  port: 53,
  answeredBy: '10.244.1.9',
  answeredByPort: 5353,
  ...more,
});

describe('staleFlows', () => {
  it.each<[string, Flow, boolean]>([
    ['to an endpoint that is gone', flow(), true],
    ['to one that is there', flow({ answeredBy: '10.244.1.2' }), false],
    ['to one that has another port now', flow({ answeredBy: '10.244.1.2', answeredByPort: 1 }), true],
    ['that was never led anywhere', flow({ answeredBy: '10.96.0.7', answeredByPort: 53 }), true],
    ['through a node port', flow({ destination: '172.30.0.11', port: 30053 }), true],
    ['to that port of somebody else', flow({ destination: '8.8.8.8', port: 30053 }), false],
    ['that is no Service’s', flow({ destination: '10.96.0.8' }), false],
  ])('tells of a flow %s', (_, given, isStale) => {
    const found = staleFlows({ entries: [entry()], nodeIps: ['172.30.0.11'], flows: [given] });
    expect(found).toEqual(isStale ? [given] : []);
  });

  it('leaves connections alone', () => {
    expect(staleFlows({ entries: [entry({ protocol: 'tcp' })], nodeIps: [], flows: [flow()] })).toEqual([]);
  });
});

describe('readFlows', () => {
  it('reads what conntrack prints, each pair of ends once', () => {
    const line = (from: number): string =>
      `udp      17 28 src=10.244.2.2 dst=10.96.0.7 sport=${from} dport=53 [UNREPLIED] src=10.244.1.9 dst=10.244.2.2 sport=5353 dport=${from} mark=0 use=1`;
    expect(readFlows([line(4000), line(4001), '', 'nonsense'].join('\n'))).toEqual([flow()]);
  });
});

describe('flowKeeper', () => {
  it('looks at flows only when a Service with datagrams has changed, and tries again what failed', async () => {
    let lists = 0;
    const forgotten: Flow[] = [];
    const conntrack = {
      listUdp() {
        lists += 1;
        return lists === 1 ? Promise.reject(new Error('busy')) : Promise.resolve([flow()]);
      },
      forgetUdp: (flows: readonly Flow[]) => Promise.resolve(void forgotten.push(...flows)),
    };
    const keeper = flowKeeper({ conntrack, nodeIps: () => [], log: silentLog });
    await keeper.keep([entry({ protocol: 'tcp' })]);
    expect(lists).toBe(0);
    await keeper.keep([entry()]);
    await keeper.keep([entry()]);
    await keeper.keep([entry()]);
    expect(lists).toBe(2);
    expect(forgotten).toEqual([flow()]);
  });
});
