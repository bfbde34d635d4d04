/** The few requests that the keeper makes of the engine, by its socket: in its container there is no command line of Docker. */
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface EngineSocket {
  /** The ids of containers, running or not, that carry these labels. */
  list(labels: readonly string[]): Promise<readonly string[]>;
  /** What it tells of one; undefined when it is gone. */
  inspect(id: string): Promise<unknown>;
  start(id: string): Promise<void>;
  restart(id: string): Promise<void>;
  /** A word for each container that starts or ends, until the connection does. */
  events(labels: readonly string[], signal: AbortSignal): Promise<AsyncIterable<string>>;
}

const version = '/v1.41';

export function openEngineSocket(socketPath: string): EngineSocket {
  const send = (method: string, path: string, signal?: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = { socketPath, method, path: `${version}${path}`, ...(signal === undefined ? {} : { signal }) };
      request(options, resolve).on('error', reject).end();
    });
  const act = async (path: string): Promise<void> => {
    const response = await send('POST', path);
    const body = await text(response);
    // 304: it is so already. 404: it is gone.
    if (![204, 304, 404].includes(response.statusCode ?? 0))
      throw new Error(`The engine refused ${path}: ${body.trim()}`);
  };
  return {
    async list(labels) {
      const response = await send('GET', `/containers/json?all=true&filters=${filters({ label: labels })}`);
      // The engine's own format.
      const found = JSON.parse(await text(response)) as readonly { readonly Id: string }[];
      return found.map(({ Id: id }) => id);
    },
    async inspect(id) {
      const response = await send('GET', `/containers/${id}/json`);
      const body = await text(response);
      return response.statusCode === 200 ? JSON.parse(body) : undefined;
    },
    start: (id) => act(`/containers/${id}/start`),
    restart: (id) => act(`/containers/${id}/restart?t=5`),
    async events(labels, signal) {
      const query = filters({ type: ['container'], label: labels, event: ['start', 'die'] });
      return createInterface({ input: await send('GET', `/events?filters=${query}`, signal) });
    },
  };
}

function filters(wanted: Readonly<Record<string, readonly string[]>>): string {
  return encodeURIComponent(JSON.stringify(wanted));
}
