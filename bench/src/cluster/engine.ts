// The Docker engine by its own API over one kept connection, without the start of Docker's command line: what a container
// costs at the least, and what a benchmark has to ask of the engine.

import { Agent, request, type IncomingMessage } from 'node:http';
import { json, text } from 'node:stream/consumers';

const API = '/v1.41';
const NO_CONTENT = 204;

export interface EngineContainer {
  readonly id: string;
  readonly name: string;
}

export class Engine {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #socketPath: string;

  constructor(socketPath = '/var/run/docker.sock') {
    this.#socketPath = socketPath;
  }

  /** What `docker run -d` asks of the engine: create and start. Returns the id. */
  async run(image: string, command: readonly string[]): Promise<string> {
    const body = { Image: image, Entrypoint: [], Cmd: command, Labels: { 'wherry.bench': 'run' } };
    // The engine's own format.
    const { Id: id } = (await this.#send('POST', '/containers/create', body)) as { readonly Id: string };
    await this.#send('POST', `/containers/${id}/start`);
    return id;
  }

  async remove(id: string): Promise<void> {
    await this.#send('DELETE', `/containers/${id}?force=true&v=true`);
  }

  /** Containers that carry these labels, running or not. */
  async list(labels: readonly string[]): Promise<readonly EngineContainer[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: labels }));
    const found = (await this.#send('GET', `/containers/json?all=true&filters=${filters}`)) as readonly {
      readonly Id: string;
      readonly Names: readonly string[];
    }[];
    return found.map(({ Id: id, Names: [name = ''] }) => ({ id, name: name.replace(/^\//, '') }));
  }

  /** The process that a running container began with, as this machine counts processes. */
  async pid(container: string): Promise<number> {
    const { State } = (await this.#send('GET', `/containers/${container}/json`)) as {
      readonly State: { readonly Pid: number };
    };
    if (State.Pid === 0) throw new Error(`${container} does not run`);
    return State.Pid;
  }

  /** All processes of a running container. */
  async pids(container: string): Promise<readonly number[]> {
    const { Processes: rows } = (await this.#send('GET', `/containers/${container}/top?ps_args=-eo%20pid`)) as {
      readonly Processes: readonly (readonly string[])[];
    };
    return rows.map(([pid]) => Number(pid));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(sent) };
    const options = { agent: this.#agent, socketPath: this.#socketPath, method, path: `${API}${path}`, headers };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(options, resolve).on('error', reject).end(sent);
    });
    const { statusCode = 0 } = response;
    if (statusCode >= 200 && statusCode <= 299 && statusCode !== NO_CONTENT) return json(response);
    const said = await text(response);
    if (statusCode === NO_CONTENT) return undefined;
    throw new Error(`The engine refused ${method} ${path} with ${statusCode}: ${said.trim()}`);
  }
}
