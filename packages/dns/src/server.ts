/** The sockets: UDP, and TCP for answers that are too long for it. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { starting, type Log, type Running } from '@wherry/component';
import type { AnswerFunction } from './answer-chain.ts';
import { QueryError, readQuery, writeAnswer, writeFailure } from './message.ts';

export interface ServerOptions {
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly answer: AnswerFunction;
  readonly log: Log;
}

export interface DnsServer extends Running {
  readonly port: number;
}

const MOST_TCP_BYTES = 65_535;
/** Connections that ask nothing for so long are closed, and so are those beyond so many. */
const TCP_IDLE_MS = 10_000;
const MOST_CONNECTIONS = 256;

/** Listens on both transports, on the same port. */
export function startServer(options: ServerOptions): Promise<DnsServer> {
  return starting(async (own) => {
    const stop = new AbortController();
    own(() => stop.abort());
    const answerMessage = messageAnswerer(options, stop.signal);
    const port = own(await listenTcp(options, answerMessage)).port;
    own(await listenUdp({ ...options, port }, answerMessage));
    return { port };
  });
}

/** The bytes of a question to the bytes of its answer; undefined when nothing can be said. */
type MessageAnswerer = (message: Buffer, limit: (maxBytes: number) => number) => Promise<Buffer | undefined>;

function messageAnswerer({ answer, log }: ServerOptions, signal: AbortSignal): MessageAnswerer {
  return async (message, limit) => {
    try {
      const query = readQuery(message);
      return writeAnswer(query, await answer(query.question, signal), { maxBytes: limit(query.maxBytes) });
    } catch (error) {
      if (error instanceof QueryError) return error.id === undefined ? undefined : writeFailure(error);
      log.error('question not answered', error);
      return undefined;
    }
  };
}

function listenUdp({ address, port, log }: ServerOptions, answer: MessageAnswerer): Promise<Running> {
  return starting(async (own) => {
    const socket: UdpSocket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    own(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, () => resolve());
    });
    socket.on('error', (error) => log.error('UDP socket failed', error));
    socket.on('message', (message, sender) => {
      void answer(message, (asked) => asked).then((bytes) => {
        if (bytes !== undefined) socket.send(bytes, sender.port, sender.address);
      });
    });
  });
}

function listenTcp({ address, port }: ServerOptions, answer: MessageAnswerer): Promise<DnsServer> {
  return starting(async (own) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      serveConnection(socket, answer);
    });
    server.maxConnections = MOST_CONNECTIONS;
    own(
      () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, resolve);
    });
    const bound = server.address();
    return { port: typeof bound === 'object' && bound !== null ? bound.port : port };
  });
}

/** Messages on TCP have their length in front; several may follow each other. */
function serveConnection(socket: Socket, answer: MessageAnswerer): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= rest.readUInt16BE(0) + 2) {
      const end = rest.readUInt16BE(0) + 2;
      const message = rest.subarray(2, end);
      rest = rest.subarray(end);
      void answer(message, () => MOST_TCP_BYTES).then((bytes) => send(socket, bytes));
    }
  });
}

function send(socket: Socket, bytes: Buffer | undefined): void {
  if (bytes === undefined) {
    socket.destroy();
    return;
  }
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  if (socket.writable) socket.write(Buffer.concat([length, bytes]));
}
