import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { silentLog } from '@wherry/component';
import { decode, encode, streamDecode, streamEncode, type DecodedPacket, type OptAnswer } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { answerChain } from './answer-chain.ts';
import { forward } from './handlers/forward.ts';
import type { DnsRecord } from './message.ts';
import { startServer, type DnsServer } from './server.ts';
import type { ClusterLookup } from './zone.ts';

const running: DnsServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

const address = '127.0.0.1';
const empty: ClusterLookup = {
  hasNamespace: () => true,
  service: (namespace, name) =>
    name === 'alias' ? { namespace, name, clusterIps: [], externalName: 'elsewhere.example', ports: [] } : undefined,
  endpoints: () => [],
  serviceByIp: () => undefined,
  endpointByIp: () => undefined,
};

/** A server that answers every question with these addresses. */
async function resolver(addresses: readonly string[]): Promise<DnsServer> {
  const server = await startServer({
    address,
    port: 0,
    log: silentLog,
    answer: ({ name }) =>
      Promise.resolve({
        code: 'NOERROR',
        authoritative: true,
        answers: addresses.map((data): DnsRecord => ({ type: 'A', name, ttl: 1, data })),
      }),
  });
  running.push(server);
  return server;
}

async function cluster(upstreams: readonly DnsServer[]): Promise<DnsServer> {
  const forwarding = forward({ upstreams: upstreams.map(({ port }) => ({ address, port })), timeout: 2000 });
  const answer = answerChain({ zone: 'cluster.local', lookup: empty, ttl: 5, forward: forwarding, log: silentLog });
  const server = await startServer({ address, port: 0, log: silentLog, answer });
  running.push(server);
  return server;
}

function overUdp({ port }: DnsServer, bytes: Buffer): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
    socket.on('message', (message) => {
      clearTimeout(timer);
      socket.close();
      resolve(decode(message));
    });
    socket.send(bytes, port, address);
  });
}

function overTcp({ port }: DnsServer, bytes: Buffer): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const message = Buffer.concat(chunks);
      if (message.length < message.readUInt16BE(0) + 2) return;
      socket.destroy();
      resolve(streamDecode(message) as DecodedPacket);
    });
  });
}

const question = (name: string, id = 7) => ({ type: 'query' as const, id, questions: [{ name, type: 'A' as const }] });
const many = Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`);
const dataOf = ({ answers = [] }: DecodedPacket): unknown[] =>
  answers.map((answer) => ('data' in answer ? answer.data : undefined));

describe('the DNS server', () => {
  it('repeats the id and the name as it was asked', async () => {
    const answer = await overUdp(await resolver(['10.0.0.1']), encode(question('WeB.Example', 99)));
    expect(answer).toMatchObject({ id: 99, type: 'response', flag_aa: true });
    expect(answer.questions?.[0]?.name).toBe('WeB.Example');
    expect(dataOf(answer)).toEqual(['10.0.0.1']);
  });

  it('answers in EDNS who asks in it, and nobody else', async () => {
    const server = await resolver(['10.0.0.1']);
    const options = { type: 'OPT' as const, name: '.', udpPayloadSize: 4096, flags: 0, options: [] };
    // What is declared of it asks for more than what is needed to write it.
    const asked = { ...question('web.example'), additionals: [options as unknown as OptAnswer] };
    const { additionals } = await overUdp(server, encode(asked));
    expect(additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232, ednsVersion: 0, options: [] }]);
    expect((await overUdp(server, encode(question('web.example')))).additionals).toEqual([]);
  });

  it('says over UDP that an answer is too long, and gives it whole over TCP', async () => {
    const server = await resolver(many);
    const cut = await overUdp(server, encode(question('long.example')));
    expect(cut).toMatchObject({ flag_tc: true, answers: [] });
    expect(dataOf(await overTcp(server, streamEncode(question('long.example'))))).toEqual(many);
  });

  it.each([
    ['bytes that are no message', Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 1])],
    [
      'two questions',
      encode({
        ...question('a.example'),
        questions: [...question('a.example').questions, ...question('b.example').questions],
      }),
    ],
  ])('answers %s with FORMERR', async (_, bytes) => {
    expect(await overUdp(await resolver([]), bytes)).toMatchObject({ id: 7, rcode: 'FORMERR' });
  });

  it('forwards what is not the cluster’s, long answers too', async () => {
    const server = await cluster([await resolver(many)]);
    expect(dataOf(await overTcp(server, streamEncode(question('long.example'))))).toEqual(many);
  });

  it('asks the next resolver when one does not answer', async () => {
    const dead = await resolver([]);
    await dead.stop();
    const server = await cluster([dead, await resolver(['10.0.0.2'])]);
    expect(dataOf(await overUdp(server, encode(question('web.example'))))).toEqual(['10.0.0.2']);
  });

  it('answers SERVFAIL when no resolver does', async () => {
    const dead = await resolver([]);
    await dead.stop();
    expect(await overUdp(await cluster([dead]), encode(question('web.example')))).toMatchObject({ rcode: 'SERVFAIL' });
  });

  it('brings what an alias of the cluster leads to', async () => {
    const server = await cluster([await resolver(['10.0.0.3'])]);
    const answer = await overUdp(server, encode(question('alias.default.svc.cluster.local')));
    expect(dataOf(answer)).toEqual(['elsewhere.example', '10.0.0.3']);
  });

  it('lives through anything that is sent to it', async () => {
    const server = await resolver(['10.0.0.1']);
    const socket = createSocket('udp4');
    for (let length = 0; length < 60; length += 1) {
      socket.send(
        Buffer.from(Array.from({ length }, (_, index) => (index * 37 + length * 11) % 256)),
        server.port,
        address,
      );
    }
    expect(dataOf(await overUdp(server, encode(question('still.there'))))).toEqual(['10.0.0.1']);
    socket.close();
  });
});
