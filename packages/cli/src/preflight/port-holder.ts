/** Who has a port of this machine. */
import { createServer } from 'node:net';
import { docker, linesOf, runCommand } from '../docker/docker.ts';

/** How many ports after the wanted one are tried. */
const NEARBY = 100;

/** Whether it can be listened on at 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

export async function nextFreePort(after: number): Promise<number | undefined> {
  for (let port = after + 1; port <= Math.min(after + NEARBY, 65_535); port += 1) {
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
