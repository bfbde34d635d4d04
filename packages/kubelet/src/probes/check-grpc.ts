/** Asks the gRPC health service (`grpc.health.v1.Health/Check`) over HTTP/2 without TLS. */
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

export interface GrpcQuestion {
  readonly host: string;
  readonly port: number;
  /** What is asked about; '' is the server as a whole. */
  readonly service: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export interface GrpcFinding {
  readonly isServing: boolean;
  readonly output: string;
}

const STATES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const SERVING = 1;
const UNIMPLEMENTED = 12;
/** The flag and the length before each message. */
const PREFIX = 5;

/** Never throws: what cannot be asked does not serve. */
export async function checkGrpc(question: GrpcQuestion): Promise<GrpcFinding> {
  const { host, port, timeoutSeconds, signal } = question;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const session = connect(`http://${place}`);
  try {
    if (!(await isConnected(session, signal)))
      return unwell(
        `timeout: failed to connect service "${place}" within ${timeoutSeconds}s: context deadline exceeded`,
      );
    const { code, message, body } = await call(session, question.service, signal);
    if (code === UNIMPLEMENTED)
      return unwell(
        `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`,
      );
    if (code !== 0)
      return unwell(`error: health rpc probe failed: rpc error: code = ${nameOf(code)} desc = ${message}`);
    const state = healthOf(body);
    if (state === SERVING) return { isServing: true, output: 'service healthy' };
    return unwell(`service unhealthy (responded with "${STATES[state] ?? String(state)}")`);
  } catch (error) {
    if (signal.aborted) return unwell(`timeout: health rpc did not complete within ${timeoutSeconds}s`);
    return unwell(`error: health rpc probe failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    session.destroy();
  }
}

const unwell = (output: string): GrpcFinding => ({ isServing: false, output });

function isConnected(session: ClientHttp2Session, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    session.on('connect', () => resolve(true));
    // Also later errors come here; what waits for an answer hears of them by its stream.
    session.on('error', () => resolve(false));
    if (signal.aborted) resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
}

interface GrpcReply {
  readonly code: number;
  readonly message: string;
  readonly body: Buffer;
}

function call(session: ClientHttp2Session, service: string, signal: AbortSignal): Promise<GrpcReply> {
  return new Promise((resolve, reject) => {
    const stream: ClientHttp2Stream = session.request(
      {
        ':method': 'POST',
        ':path': '/grpc.health.v1.Health/Check',
        'content-type': 'application/grpc',
        'user-agent': 'kube-probe/1.35',
        te: 'trailers',
      },
      { signal },
    );
    const chunks: Buffer[] = [];
    let last: Readonly<Record<string, unknown>> = {};
    let status = 200;
    stream.on('response', (headers) => {
      last = headers;
      status = headers[':status'] ?? 0;
    });
    stream.on('trailers', (trailers) => (last = trailers));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      const code = last['grpc-status'];
      if (code === undefined) return reject(new Error(`unexpected HTTP status code received from server: ${status}`));
      const said = last['grpc-message'];
      const message = typeof said === 'string' ? decodeURIComponent(said) : '';
      resolve({ code: Number(code), message, body: Buffer.concat(chunks) });
    });
    stream.end(requestOf(service));
  });
}

/** A message whose field 1 is the name, behind its prefix: not compressed, and so many bytes. */
function requestOf(service: string): Buffer {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** Field 1 of the answer, which is a small number; it is left out when it is 0. */
function healthOf(body: Buffer): number {
  return body[PREFIX] === 0x08 ? (body[PREFIX + 1] ?? 0) : 0;
}

const CODES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
];

const nameOf = (code: number) => CODES[code] ?? `Code(${code})`;
