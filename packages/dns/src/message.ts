/** What a DNS handler sees of a message: one question, and the records that answer it. The wire is npm dns-packet's. */
import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer as PacketRecord,
  type OptAnswer,
  type Packet,
} from 'dns-packet';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'TXT' | 'SOA' | 'NS';

export interface Question {
  /** Lower case, without the final dot. */
  readonly name: string;
  /** As on the wire; handlers know `RecordType`s. */
  readonly type: string;
}

/** One resource record. */
export type DnsRecord =
  | {
      readonly type: 'A' | 'AAAA' | 'CNAME' | 'PTR';
      readonly name: string;
      readonly ttl: number;
      readonly data: string;
    }
  | { readonly type: 'SRV'; readonly name: string; readonly ttl: number; readonly data: ServiceLocation }
  | { readonly type: 'TXT'; readonly name: string; readonly ttl: number; readonly data: string }
  | { readonly type: 'SOA'; readonly name: string; readonly ttl: number; readonly data: StartOfAuthority };

export interface ServiceLocation {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

export interface StartOfAuthority {
  readonly mname: string;
  readonly rname: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** How a question ends (RFC 1035 and 2136): FORMERR and NOTIMP are for messages that we do not understand. */
export type ResponseCode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'FORMERR' | 'NOTIMP';

export interface Answer {
  readonly code: ResponseCode;
  /** We are the authority for the name. */
  readonly authoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities?: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
}

/** A question as it came, with what its answer has to repeat. */
export interface Query {
  readonly id: number;
  readonly question: Question;
  /** The name as the client wrote it: some compare letter by letter. */
  readonly askedName: string;
  readonly recursionDesired: boolean;
  /** How long a UDP answer may be. */
  readonly maxBytes: number;
  /** The client speaks EDNS, and wants to be answered in it (RFC 6891, 6.1.1). */
  readonly isExtended: boolean;
}

const CODES: Readonly<Record<ResponseCode, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
};

/** What UDP carries without EDNS, and the most that is sent with it (RFC 6891; larger ones get lost on the way). */
const PLAIN_UDP_BYTES = 512;
const MOST_UDP_BYTES = 1232;

/** Bytes that are no question that can be answered; the code is what to say, if anything can be said. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly id: number | undefined;
  readonly code: ResponseCode;

  constructor(message: string, { id, code }: { readonly id: number | undefined; readonly code: ResponseCode }) {
    super(message);
    this.id = id;
    this.code = code;
  }
}

/** @throws QueryError for what is no query with exactly one question */
export function readQuery(bytes: Buffer): Query {
  const id = bytes.length >= 2 ? bytes.readUInt16BE(0) : undefined;
  let packet: Packet;
  try {
    packet = decode(bytes);
  } catch (error) {
    throw new QueryError(error instanceof Error ? error.message : String(error), { id, code: 'FORMERR' });
  }
  if (packet.type !== 'query') throw new QueryError('not a query', { id: undefined, code: 'FORMERR' });
  const [first, ...more] = packet.questions ?? [];
  if (first === undefined || more.length > 0) throw new QueryError('not one question', { id, code: 'FORMERR' });
  const options = (packet.additionals ?? []).find((record) => record.type === 'OPT');
  const asked = options?.type === 'OPT' ? options.udpPayloadSize : PLAIN_UDP_BYTES;
  return {
    id: packet.id ?? 0,
    askedName: first.name,
    question: { name: first.name.toLowerCase(), type: first.type },
    recursionDesired: ((packet.flags ?? 0) & RECURSION_DESIRED) !== 0,
    maxBytes: Math.min(MOST_UDP_BYTES, Math.max(PLAIN_UDP_BYTES, asked)),
    isExtended: options !== undefined,
  };
}

/**
 * The bytes of an answer.
 * @param maxBytes a longer one is cut down to a note that there is more, for which clients come back over TCP
 */
export function writeAnswer(query: Query, answer: Answer, { maxBytes }: { readonly maxBytes: number }): Buffer {
  const whole = encode(packetOf(query, answer));
  if (whole.length <= maxBytes) return whole;
  const cut = packetOf(query, { ...answer, answers: [], authorities: [], additionals: [] });
  return encode({ ...cut, flags: (cut.flags ?? 0) | TRUNCATED_RESPONSE });
}

/** The bytes that tell of a message which could not be understood. */
export function writeFailure({ id = 0, code }: QueryError): Buffer {
  return encode({ type: 'response', id, flags: CODES[code], questions: [] });
}

function packetOf({ id, askedName, question, recursionDesired, isExtended }: Query, answer: Answer): Packet {
  const flags =
    CODES[answer.code] |
    RECURSION_AVAILABLE |
    (recursionDesired ? RECURSION_DESIRED : 0) |
    (answer.authoritative ? AUTHORITATIVE_ANSWER : 0);
  // The name is repeated as it was asked, in the answers too.
  const asAsked = (records: readonly DnsRecord[] = []): PacketRecord[] =>
    records.map((record) => toPacket(record.name === question.name ? { ...record, name: askedName } : record));
  return {
    type: 'response',
    id,
    flags,
    // Whatever type was asked for came through the same decoder.
    questions: [{ name: askedName, type: question.type as RecordType, class: 'IN' }],
    answers: asAsked(answer.answers),
    authorities: asAsked(answer.authorities),
    additionals: [...asAsked(answer.additionals), ...(isExtended ? [OWN_OPTIONS] : [])],
  };
}

/** What we say of ourselves to those who speak EDNS. */
const OWN_OPTIONS: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: MOST_UDP_BYTES,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function toPacket(record: DnsRecord): PacketRecord {
  return { ...record, class: 'IN' };
}
