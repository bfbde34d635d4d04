import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IpCommand } from '../routes/ip-command.ts';
import type { TableEntry } from '../service-table.ts';
import { createBalancer } from './balancer.ts';
import { planListeners, type ListenerPlan } from './plan-listeners.ts';
import { userspacePlane } from './userspace-plane.ts';

const at = (port: number, ip = '127.0.0.1') => ({ ip, port, isLocal: true });
const entry = (more: Partial<TableEntry> = {}): TableEntry => ({
  id: 'default/web:',
  protocol: 'tcp',
  clusterIps: ['127.0.7.7'],
  port: 80,
  externalIps: [],
  balancerIps: [],
  nodePort: undefined,
  affinity: undefined,
  internal: [at(8080)],
  external: [at(9090)],
  cluster: [],
  keepsSource: false,
  hasEndpoints: true,
  sourceRanges: [],
  healthCheckNodePort: undefined,
  readyHere: [],
  ...more,
});

describe('planListeners', () => {
  it('listens on cluster IPs for inside traffic, and elsewhere for outside traffic', () => {
    const given = {
      nodePort: 30080,
      externalIps: ['192.0.2.1'],
      balancerIps: ['192.0.2.2'],
      sourceRanges: ['10.0.0.0/8'],
    };
    expect(planListeners([entry(given)])).toMatchObject([
      { address: '127.0.7.7', port: 80, endpoints: [at(8080)], sourceRanges: [] },
      { address: '192.0.2.1', port: 80, endpoints: [at(9090)], sourceRanges: [] },
      { address: '192.0.2.2', port: 80, endpoints: [at(9090)], sourceRanges: ['10.0.0.0/8'] },
      { address: '0.0.0.0', port: 30080, endpoints: [at(9090)], sourceRanges: [] },
    ]);
  });

  it('does not listen for endpoints that are not there, or of the other family', () => {
    expect(planListeners([entry({ internal: [] }), entry({ internal: [at(1, 'fd00::1')] })])).toEqual([]);
  });
});

describe('createBalancer', () => {
  const plan: ListenerPlan = {
    address: '127.0.0.1',
    port: 80,
    protocol: 'tcp',
    endpoints: [at(1), at(2), at(3)],
    affinity: 10,
    sourceRanges: ['10.0.0.0/8'],
  };

  it('begins anywhere, and keeps a client with its endpoint until the time is out', async () => {
    const clock = fakeClock();
    const balancer = createBalancer(plan, { clock, random: () => 0.5 });
    expect(balancer.choose('10.0.0.1').map(({ port }) => port)).toEqual([2, 3, 1]);
    balancer.remember('10.0.0.1', at(3));
    expect(balancer.choose('10.0.0.1')[0]).toEqual(at(3));
    expect(balancer.choose('10.0.0.2')[0]).toEqual(at(2));
    await clock.advance(10_000);
    expect(balancer.choose('10.0.0.1')[0]).toEqual(at(2));
  });

  it('lets in only those whom a load balancer is for', () => {
    expect(createBalancer(plan, { clock: fakeClock() }).choose('192.0.2.1')).toEqual([]);
  });
});

describe('userspacePlane', () => {
  /** The whole of 127.0.0.0/8 is there already: no address is given to the test's machine. */
  const ip: IpCommand = {
    read: () =>
      Promise.resolve([
        {
          addr_info: [
            { local: '127.0.7.7', prefixlen: 32 },
            { local: '127.0.0.1', prefixlen: 8 },
          ],
        },
      ]),
    batch: (commands) =>
      commands.every((line) => line.includes('127.0.7.7')) ? Promise.resolve() : Promise.reject(new Error()),
  };
  const plane = () => {
    const made = userspacePlane({ ip, clock: fakeClock(), log: silentLog });
    onTestFinished(() => made.stop());
    return made;
  };
  const refused = 51_234;

  async function server(name: string): Promise<number> {
    const made = createServer((socket) => socket.end(name)).listen(0, '127.0.0.1');
    onTestFinished(() => void made.close());
    await once(made, 'listening');
    return (made.address() as AddressInfo).port;
  }

  async function ask(port: number): Promise<string> {
    const socket = connect(port, '127.0.7.7');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    await once(socket, 'close');
    return answer;
  }

  it('leads connections to endpoints, past those that do not answer, and follows the table', async () => {
    const made = plane();
    const [one, two] = [await server('one'), await server('two')];
    const port = 40_080;
    await made.carryOut([entry({ port, internal: [at(one), at(refused)] })]);
    expect(await Promise.all([ask(port), ask(port), ask(port), ask(port)])).toEqual(Array(4).fill('one'));
    await made.carryOut([entry({ port, internal: [at(two)] })]);
    expect(await ask(port)).toBe('two');
    await made.carryOut([entry({ port, internal: [] })]);
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
  });

  it('leads the datagrams of a flow to one endpoint, and to another when that is gone', async () => {
    const made = plane();
    const endpoint = async (name: string): Promise<number> => {
      const socket = createSocket('udp4').on('message', (_, from) => socket.send(name, from.port, from.address));
      onTestFinished(() => void socket.close());
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      return socket.address().port;
    };
    const [one, two] = [await endpoint('one'), await endpoint('two')];
    const port = 40_053;
    const client = createSocket('udp4');
    onTestFinished(() => void client.close());
    const askUdp = async (): Promise<string> => {
      client.send('?', port, '127.0.7.7');
      const [message] = (await once(client, 'message')) as [Buffer];
      return message.toString();
    };
    await made.carryOut([entry({ protocol: 'udp', port, internal: [at(one)] })]);
    expect([await askUdp(), await askUdp()]).toEqual(['one', 'one']);
    await made.carryOut([entry({ protocol: 'udp', port, internal: [at(two)] })]);
    expect(await askUdp()).toBe('two');
  });
});
