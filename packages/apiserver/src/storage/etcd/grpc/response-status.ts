/** The status with which a gRPC call ends. Source: gRPC's "PROTOCOL-HTTP2". */
import type { IncomingHttpHeaders } from 'node:http2';

export interface ResponseStatus {
  /** 0: all is well. */
  readonly code: number;
  /** Why not. */
  readonly reason: string;
}

/** @param headers the trailers, or the headers of an answer that has nothing else @returns undefined when it is not said there */
export function responseStatus(headers: IncomingHttpHeaders): ResponseStatus | undefined {
  const status = headers['grpc-status'];
  if (status === undefined) return undefined;
  return { code: Number(status), reason: decodeReason(String(headers['grpc-message'] ?? '')) };
}

/** gRPC writes what is not printable ASCII as `%xx`. */
function decodeReason(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
