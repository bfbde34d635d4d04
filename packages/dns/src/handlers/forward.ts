/** What is not the cluster's is asked of another resolver: over UDP, and over TCP when the answer is too long for it. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { randomInt } from 'node:crypto';
import {
  decode,
  encode,
  RECURSION_DESIRED,
  streamDecode,
  streamEncode,
  type Answer as PacketRecord,
  type DecodedPacket,
} from 'dns-packet';
import type { Answer, DnsRecord, Question, RecordType, ResponseCode } from '../message.ts';
import type { Handler } from './handler.ts';

export interface ForwardOptions {
  /** Addresses of resolvers, tried in order. */
  readonly upstreams: readonly Upstream[];
  /** How long one of them may take, in milliseconds. @default 2000 */
  readonly timeout?: number;
}

export interface Upstream {
  readonly address: string;
  readonly port: number;
}

const DEFAULT_TIMEOUT_MS = 2000;

/** @throws Error, in the chain, when none of the resolvers answers */
export function forward({ upstreams, timeout = DEFAULT_TIMEOUT_MS }: ForwardOptions): Handler {
  return async (question, signal) => {
    let failure: unknown;
    for (const upstream of upstreams) {
      try {
        return await ask(question, upstream, AbortSignal.any([signal, AbortSignal.timeout(timeout)]));
      } catch (error) {
        failure = error;
      }
    }
    if (upstreams.length === 0) return undefined;
    throw new Error('no resolver answers', { cause: failure });
  };
}

async function ask(question: Question, upstream: Upstream, signal: AbortSignal): Promise<Answer> {
  const id = randomInt(65_536);
  const query = {
    type: 'query' as const,
    id,
    flags: RECURSION_DESIRED,
    // The type came through the same decoder.
    questions: [{ name: question.name, type: question.type as RecordType }],
  };
  const short = await overUdp(encode(query), { upstream, id, question, signal });
  return toAnswer(short.flag_tc ? await overTcp(streamEncode(query), { upstream, id, question, signal }) : short);
}

interface Asked {
  readonly upstream: Upstream;
  readonly id: number;
  readonly question: Question;
  readonly signal: AbortSignal;
}

/** Only the answer to this very question counts: others may be forged. */
function isOurs(packet: DecodedPacket, { id, question }: Asked): boolean {
  const [first] = packet.questions ?? [];
  return (
    packet.id === id &&
    packet.type === 'response' &&
    first?.name.toLowerCase() === question.name &&
    first.type === question.type
  );
}

function overUdp(bytes: Buffer, asked: Asked): Promise<DecodedPacket> {
  const { upstream, signal } = asked;
  return new Promise((resolve, reject) => {
    const socket = createSocket(upstream.address.includes(':') ? 'udp6' : 'udp4');
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.close();
      act();
    };
    const onAbort = (): void => settle(() => reject(new Error(`${upstream.address} does not answer`)));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('message', (message) => {
      const packet = tryDecode(message);
      if (packet !== undefined && isOurs(packet, asked)) settle(() => resolve(packet));
    });
    socket.connect(upstream.port, upstream.address, () => socket.send(bytes));
  });
}

function overTcp(bytes: Buffer, asked: Asked): Promise<DecodedPacket> {
  const { upstream, signal } = asked;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: upstream.address, port: upstream.port, signal });
    const chunks: Buffer[] = [];
    socket.on('error', reject);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const message = Buffer.concat(chunks);
      if (message.length < 2 || message.length < message.readUInt16BE(0) + 2) return;
      socket.destroy();
      // What is declared of it leaves the flags out, which it has.
      const packet = streamDecode(message) as DecodedPacket;
      if (isOurs(packet, asked)) resolve(packet);
      else reject(new Error(`${upstream.address} answered another question`));
    });
    socket.on('end', () => reject(new Error(`${upstream.address} ended the connection`)));
  });
}

function tryDecode(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

const FORWARDED: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT', 'SOA', 'NS']);

function toAnswer(packet: DecodedPacket): Answer {
  const records = (given: readonly PacketRecord[] = []): DnsRecord[] => given.filter(isKnown).map(toRecord);
  return {
    code: codeOf('rcode' in packet ? packet.rcode : undefined),
    authoritative: false,
    answers: records(packet.answers),
    authorities: records(packet.authorities),
  };
}

const isKnown = (record: PacketRecord): boolean => FORWARDED.has(record.type);

/** TXT data comes as pieces; the rest has the form in which it is sent on. */
function toRecord(record: PacketRecord): DnsRecord {
  if (record.type !== 'TXT') return record as DnsRecord;
  const { data, name, ttl = 0 } = record;
  const text = Array.isArray(data) ? data.map(String).join('') : String(data);
  return { type: 'TXT', name, ttl, data: text };
}

const CODES: ReadonlySet<string> = new Set(['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED']);

function codeOf(rcode: unknown): ResponseCode {
  return typeof rcode === 'string' && CODES.has(rcode) ? (rcode as ResponseCode) : 'SERVFAIL';
}
