/** One GET at the kubelet of a node. */
import type { IncomingMessage } from 'node:http';
import { ask } from '../connections/ask.ts';
import { hostAndPort } from '../connections/dial.ts';
import type { Outward } from '../connections/outward.ts';
import { plainFailure } from '../connections/plain-failure.ts';

export interface KubeletQuestion {
  readonly node: string;
  /** Path and query. */
  readonly target: string;
  /** Ends the connection, also while the answer is being read. */
  readonly signal: AbortSignal;
  /** Whether the kubelet may be anybody. @default false */
  readonly insecure?: boolean;
}

/** The beginning of the answer, whatever it is. @throws StatusError 404 without such a node, 500 when it does not answer */
export async function askKubelet(
  { kubelets, dialer }: Outward,
  { node, target, signal, insecure = false }: KubeletQuestion,
): Promise<IncomingMessage> {
  const { host, port } = await kubelets.locate(node).catch((error: unknown) => {
    throw plainFailure(error);
  });
  const where = hostAndPort(host, port);
  try {
    const tls = insecure ? kubelets.tlsUnverified() : kubelets.tls();
    const socket = await dialer.connect({ host, port, tls }, signal);
    signal.addEventListener('abort', () => socket.destroy());
    if (signal.aborted) socket.destroy();
    const headers = ['Host', where, 'User-Agent', 'wherry-apiserver', 'Accept', '*/*'];
    const { response, upgraded } = await ask(socket, { method: 'GET', path: target, headers });
    upgraded?.socket.destroy();
    return response;
  } catch (error) {
    throw plainFailure(error, `Get "https://${where}${target}": `);
  }
}
