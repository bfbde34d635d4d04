/** Who has a port of this machine. */
import { connect, createServer } from 'node:net';
import { docker, linesOf, runCommand } from '../docker/docker.ts';

/** How many ports are tried before the search is given up. */
const NEARBY = 100;

/** Whether nobody listens at 127.0.0.1, and we could. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', ({ code }: NodeJS.ErrnoException) => {
      // The engine may open ports that are denied to us: then it only matters that nobody else has it.
      resolve(code === 'EACCES' ? isSilent(port) : false);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function isSilent(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => resolve(true));
  });
}

/** The first free port from this one on. */
export async function freePort(from: number): Promise<number | undefined> {
  for (let port = from; port < Math.min(from + NEARBY, 65_536); port += 1) {
    if (await isFree(port)) return port;
  }
  return undefined;
}

/** For people: a container or a process. Another user's process can be seen to be there, but not which it is. */
export async function portHolder(port: number): Promise<string> {
  const containers = linesOf(await docker(['ps', `--filter=publish=${port}`, '--format={{.Names}}']).catch(() => ''));
  const [container] = containers;
  if (container !== undefined) return `the container ${container}`;
  const listing = await runCommand(['ss', '-Hltnp', `sport = :${port}`]).catch(() => '');
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(listing) ?? [];
  if (name !== undefined) return `the process ${name} (${pid})`;
  const [, lsofPid, lsofName] =
    /^p(\d+)\nc(.+)$/m.exec(
      await runCommand(['lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']).catch(() => ''),
    ) ?? [];
  return lsofName === undefined ? 'another process' : `the process ${lsofName} (${lsofPid})`;
}
