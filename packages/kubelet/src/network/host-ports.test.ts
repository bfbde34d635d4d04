import type { ContainerPort, Pod } from '@wherry/api/core-v1';
import { silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { hostPortKeeper } from './host-port-keeper.ts';
import { changedUdpPorts, changeHostPorts, hostPortsOf, NO_HOST_PORTS, writeHostPorts } from './host-ports.ts';
import { NetworkError } from './pod-network.ts';

function podWith(ports: readonly Partial<ContainerPort>[], spec: Partial<Pod['spec']> = {}): Pod {
  const containers = [{ name: 'app', ports: ports.map((port) => ({ containerPort: 80, ...port })) }];
  return { metadata: { name: 'web' }, spec: { containers, ...spec }, status: {} } as Pod;
}
const at = (pod: Pod, address = '10.244.1.5') => ({ pod, address });

describe('hostPortsOf', () => {
  const everywhere = (ports: Record<string, string>) => ({
    ports: new Map(Object.entries(ports)),
    addressed: new Map(),
  });
  it.each([
    ['has none of a pod without', [{}], { ports: new Map(), addressed: new Map() }],
    ['is TCP by default', [{ hostPort: 8080 }], everywhere({ 'tcp . 8080': '10.244.1.5 . 80' })],
    [
      'knows three protocols',
      [{ hostPort: 53, protocol: 'UDP' }, { hostPort: 53 }, { hostPort: 9, protocol: 'SCTP', containerPort: 99 }],
      everywhere({ 'udp . 53': '10.244.1.5 . 80', 'tcp . 53': '10.244.1.5 . 80', 'sctp . 9': '10.244.1.5 . 99' }),
    ],
    [
      'keeps to one address of the node',
      [{ hostPort: 8080, hostIP: '172.30.0.11' }],
      { ports: new Map(), addressed: new Map([['172.30.0.11 . tcp . 8080', '10.244.1.5 . 80']]) },
    ],
    [
      'takes 0.0.0.0 for every address',
      [{ hostPort: 1, hostIP: '0.0.0.0' }],
      everywhere({ 'tcp . 1': '10.244.1.5 . 80' }),
    ],
    ['leaves out addresses of IPv6', [{ hostPort: 1, hostIP: 'fd00::1' }], { ports: new Map(), addressed: new Map() }],
  ] as const)('%s', (_name, ports, wanted) => expect(hostPortsOf([at(podWith(ports))])).toMatchObject(wanted));

  it('has the ports of sidecars, and not those of other init containers', () => {
    const initContainers = [
      { name: 'init', resources: {}, ports: [{ containerPort: 1, hostPort: 1 }] },
      { name: 'sidecar', resources: {}, restartPolicy: 'Always' as const, ports: [{ containerPort: 2, hostPort: 2 }] },
    ];
    expect([...hostPortsOf([at(podWith([], { initContainers }))]).ports.keys()]).toEqual(['tcp . 2']);
  });

  it('has none of a pod in the network of the node', () => {
    expect(hostPortsOf([at(podWith([{ hostPort: 80 }], { hostNetwork: true }))])).toEqual(NO_HOST_PORTS);
  });

  it('gives a port that two pods want to the first', () => {
    const pod = podWith([{ hostPort: 80 }]);
    expect([...hostPortsOf([at(pod), at(pod, '10.244.1.6')]).ports.values()]).toEqual(['10.244.1.5 . 80']);
  });
});

const one = hostPortsOf([at(podWith([{ hostPort: 53, protocol: 'UDP' }, { hostPort: 80 }]))]);
const moved = hostPortsOf([at(podWith([{ hostPort: 53, protocol: 'UDP' }, { hostPort: 81 }]), '10.244.1.6')]);

describe('writeHostPorts', () => {
  it("leaves the addresses of the cluster's DNS to those whose they are", () => {
    const lines = writeHostPorts(one, ['10.96.0.10', 'fd00::a']).split('\n');
    const publish = lines.filter((line) => line.startsWith('add rule ip wherry-host-ports publish'));
    expect(publish[0]).toBe('add rule ip wherry-host-ports publish ip daddr { 10.96.0.10 } return');
    expect(writeHostPorts(one, [])).not.toContain('return');
  });
});

describe('changeHostPorts', () => {
  it('writes nothing when nothing differs', () => expect(changeHostPorts(one, one)).toBe(''));

  it('writes what differs, and takes away before it adds', () => {
    expect(changeHostPorts(one, moved).trim().split('\n')).toEqual([
      'delete element ip wherry-host-ports ports { udp . 53, tcp . 80 }',
      'add element ip wherry-host-ports ports { udp . 53 : 10.244.1.6 . 80, tcp . 81 : 10.244.1.6 . 80 }',
      'delete element ip wherry-host-ports themselves { 10.244.1.5 . 10.244.1.5 }',
      'add element ip wherry-host-ports themselves { 10.244.1.6 . 10.244.1.6 }',
    ]);
  });
});

it('forgets the flows of UDP ports alone whose pod is another one', () => {
  expect(changedUdpPorts(NO_HOST_PORTS, one)).toEqual(['53']);
  expect(changedUdpPorts(one, one)).toEqual([]);
  expect(changedUdpPorts(one, moved)).toEqual(['53']);
});

describe('hostPortKeeper', () => {
  function bench(refuses: (transaction: string) => boolean = () => false) {
    const [written, forgotten] = [[] as string[], [] as string[]];
    const kernel = {
      nft: async (transaction: string) => {
        written.push(transaction);
        if (refuses(transaction)) throw new NetworkError('nft failed');
      },
      forgetFlows: async (port: string) => void forgotten.push(port),
    };
    return { written, forgotten, keeper: hostPortKeeper({ kernel, reserved: ['10.96.0.10'], log: silentLog }) };
  }

  it('writes everything first, and then the differences', async () => {
    const { written, forgotten, keeper } = bench();
    await keeper.keep(one);
    await keeper.keep(one);
    await keeper.keep(moved);
    expect(written).toEqual([writeHostPorts(one, ['10.96.0.10']), changeHostPorts(one, moved)]);
    expect(forgotten).toEqual(['53', '53']);
  });

  it('writes everything anew when somebody has changed the table', async () => {
    const { written, keeper } = bench((transaction) => !transaction.startsWith('add table'));
    await keeper.keep(one);
    await keeper.keep(moved);
    expect(written.at(-1)).toBe(writeHostPorts(moved, ['10.96.0.10']));
  });

  it('writes everything anew when somebody has taken the table away', async () => {
    const { written, keeper } = bench((transaction) => transaction.startsWith('list'));
    await keeper.look();
    await keeper.keep(one);
    await keeper.look();
    await keeper.keep(one);
    expect(written.map((transaction) => transaction.split(' ')[0])).toEqual(['add', 'list', 'add']);
  });

  it('does not mind a kernel without nftables as long as no pod wants a port', async () => {
    const { keeper } = bench(() => true);
    await keeper.keep(NO_HOST_PORTS);
    await expect(keeper.keep(one)).rejects.toThrow(NetworkError);
  });
});
