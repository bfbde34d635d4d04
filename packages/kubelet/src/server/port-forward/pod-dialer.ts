/**
 * Connections to ports of a pod's loopback. A small process steps into the network of the pod, connects there, and hands
 * the connection over: so it is in the way of no byte, and is let go as soon as nobody connects any more.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { connect, Socket } from 'node:net';
import type { Clock, Timer } from '@wherry/component';
import type { SandboxRecord } from '../../runtime/runtime.ts';
import { dialInPlace, type DialAnswer } from './dial-in-place.ts';

export interface PodDialer {
  /** The connection allows each side to end on its own. @throws Error that says what is wrong */
  dial(sandbox: Pick<SandboxRecord, 'id' | 'pid' | 'network'>, port: number): Promise<Socket>;
  /** Connections that were handed out stay. */
  stop(): void;
}

/** How long a process waits for further connections. */
const KEEP_MS = 3000;
/** It is to be small: it holds sockets, and passes them on. */
const NODE_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=32', '--v8-pool-size=0'];

export function createPodDialer({ clock }: { readonly clock: Clock }): PodDialer {
  const steppedIn = new Map<string, NamespaceDialer>();
  return {
    async dial({ id, pid, network }, port) {
      if (pid === undefined) throw new Error(`sandbox ${id} is not running`);
      let dialer = steppedIn.get(id);
      if (dialer === undefined && network === 'pod') {
        const made: NamespaceDialer = new NamespaceDialer(pid, clock, () => {
          if (steppedIn.get(id) === made) steppedIn.delete(id);
        });
        dialer = made;
        steppedIn.set(id, made);
      }
      try {
        // The network of the node is our own.
        return await (dialer === undefined ? dialHere(port) : dialer.dial(port));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`failed to connect to localhost:${port} inside namespace "${id}", ${why}`, { cause: error });
      }
    },
    stop() {
      for (const dialer of steppedIn.values()) dialer.stop();
    },
  };
}

class NamespaceDialer {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #ended: () => void;
  readonly #asked = new Map<number, PromiseWithResolvers<Socket>>();
  #next = 1;
  #rest: Timer | undefined;

  constructor(pid: number, clock: Clock, ended: () => void) {
    this.#clock = clock;
    this.#ended = ended;
    const program = `(${dialInPlace.toString()})()`;
    const command = ['--target', String(pid), '--net', process.execPath, ...NODE_FLAGS, '--eval', program];
    // Nothing of our environment concerns it; the channel is told to it by what `spawn` adds.
    this.#child = spawn('nsenter', command, {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let words = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (words = `${words}${chunk.toString()}`.slice(-500)));
    this.#child.on('message', (message, handle) => {
      // Only our own program is at the other end.
      this.#answer(message as DialAnswer, handle instanceof Socket ? handle : undefined);
    });
    const over = (why: string) => {
      ended();
      this.#rest?.cancel();
      for (const { reject } of this.#asked.values()) reject(new Error(why));
      this.#asked.clear();
    };
    this.#child.on('error', (error) => over(error.message));
    this.#child.on('close', () => over(words.trim() || 'the network of the pod is gone'));
  }

  dial(port: number): Promise<Socket> {
    this.#rest?.cancel();
    this.#rest = undefined;
    const id = this.#next;
    this.#next += 1;
    const asked = Promise.withResolvers<Socket>();
    this.#asked.set(id, asked);
    this.#child.send({ id, port }, (error) => {
      if (error !== null && this.#asked.delete(id)) asked.reject(error);
    });
    return asked.promise;
  }

  /** It is asked nothing from now on. */
  stop(): void {
    this.#rest?.cancel();
    this.#ended();
    if (this.#child.connected) this.#child.disconnect();
  }

  #answer({ id, error }: DialAnswer, socket: Socket | undefined): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (socket !== undefined) {
      socket.allowHalfOpen = true;
      if (asked === undefined) socket.destroy();
      else asked.resolve(socket);
    } else asked?.reject(new Error(error ?? 'the connection was lost on its way'));
    if (this.#asked.size === 0) this.#rest = this.#clock.after(KEEP_MS, () => this.stop());
  }
}

function dialHere(port: number): Promise<Socket> {
  const dial = (host: string, name: string) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect({ host, port, allowHalfOpen: true });
      socket.once('connect', () => resolve(socket));
      socket.once('error', ({ message, code }: NodeJS.ErrnoException) => {
        const why = code === 'ECONNREFUSED' ? 'connection refused' : message;
        reject(new Error(`dial ${name}:${port}: connect: ${why}`));
      });
    });
  return dial('127.0.0.1', 'tcp4 127.0.0.1').catch((first: Error) =>
    dial('::1', 'tcp6 [::1]').catch((second: Error) => {
      throw new Error(`IPv4: ${first.message} IPv6: ${second.message}`);
    }),
  );
}
