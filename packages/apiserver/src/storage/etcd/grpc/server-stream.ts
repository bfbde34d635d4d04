/** A call with one request and answers without end. */
import { constants, type IncomingHttpHeaders } from 'node:http2';
import type { Clock } from '@wherry/component';
import { CallFailure } from './call-failure.ts';
import { type Connections, openStream } from './connections.ts';
import { framed, FrameReader } from './frames.ts';
import { responseStatus, type ResponseStatus } from './response-status.ts';

export interface ServerStreamOptions {
  readonly connections: Connections;
  readonly clock: Pick<Clock, 'monotonic' | 'every'>;
  /** `/package.Service/Method` */
  readonly path: string;
  /** In protobuf. */
  readonly request: Uint8Array;
  /** Called with each message, in protobuf: a view, which is good for as long as it is held. */
  readonly onMessage: (message: Buffer) => void;
  /** Called once, when it ends by itself, however that is. */
  readonly onEnd: (failure: CallFailure) => void;
}

export interface ServerStream {
  /** Ends it; nothing is called any more. */
  close(): void;
}

/** A server of which nothing was heard for so long is asked whether it is there, */
const PING_MS = 10_000;
/** and is lost when it does not answer. */
const SILENCE_MS = 15_000;

/** @throws CallFailure when it cannot even be begun */
export function openServerStream(options: ServerStreamOptions): ServerStream {
  const { connections, clock, path, request, onMessage, onEnd } = options;
  const connection = connections.current();
  const stream = openStream(connection, path);
  const reader = new FrameReader();
  let status: ResponseStatus | undefined;
  let cause: Error | undefined;
  let isOver = false;

  const hear = (): void => void (connection.heard = clock.monotonic());
  const watching = clock.every(PING_MS / 2, () => {
    const silence = clock.monotonic() - connection.heard;
    if (silence >= SILENCE_MS) connection.session.destroy();
    else if (silence >= PING_MS && !connection.session.destroyed) {
      connection.session.ping((error) => {
        if (error === null) hear();
      });
    }
  });
  const close = (): void => {
    isOver = true;
    watching.cancel();
    stream.close(constants.NGHTTP2_CANCEL);
  };
  const finish = (): void => {
    if (isOver) return;
    close();
    const reason = status?.reason ?? cause?.message ?? 'the connection was lost';
    onEnd(new CallFailure(reason, { code: status?.code, sent: connection.isUp, cause }));
  };

  const read = (headers: IncomingHttpHeaders): void => void (status ??= responseStatus(headers));
  stream.on('response', read);
  stream.on('trailers', read);
  stream.on('data', (piece: Buffer) => {
    hear();
    for (const message of reader.push(piece)) if (!isOver) onMessage(message);
  });
  stream.on('error', (error) => (cause = error));
  // The server may be done while our side of the stream is open.
  stream.on('end', () => {
    if (status !== undefined) finish();
  });
  stream.on('close', finish);
  // What is asked may go on: the stream stays open to that side too.
  stream.write(framed(request));

  return { close };
}
