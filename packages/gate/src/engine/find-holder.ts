/** Who has a port of the user's machine: a container of the engine, or a process of the engine's host. */
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { PassThrough } from 'node:stream';
import { NOT_FOUND, unless } from './engine-answers.ts';
import { CLUSTER_LABEL, type PublisherFacts } from './publisher-config.ts';
import type { GatePort } from '../table/gate-table.ts';

/** Undefined when it cannot be seen. */
export type FindHolder = (port: Pick<GatePort, 'protocol' | 'port'>) => Promise<string | undefined>;

export interface FindHolderOptions extends Omit<PublisherFacts, 'network'> {
  readonly docker: Docker;
}

export function findHolder({ docker, ...facts }: FindHolderOptions): FindHolder {
  // There is one container to look by, so looks come one after the other.
  let last: Promise<unknown> = Promise.resolve();
  return async ({ protocol, port }) => {
    const containers = await docker.listContainers();
    const [holder] = containers.filter(({ Ports: ports }) =>
      ports.some(({ PublicPort: taken, Type: type }) => taken === port && type === protocol),
    );
    if (holder !== undefined) return `the container ${(holder.Names[0] ?? holder.Id).replace(/^\//, '')}`;
    const look = last.catch(() => undefined).then(() => lookAtHost(docker, { ...facts, port }));
    last = look;
    return processIn(await look, protocol);
  };
}

/** The name of a process in what `ss -Hlntup` writes. */
export function processIn(listing: string, protocol: 'tcp' | 'udp'): string | undefined {
  for (const line of listing.split('\n')) {
    if (!line.startsWith(protocol)) continue;
    const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(line) ?? [];
    if (name !== undefined) return `the process ${name} (pid ${pid})`;
  }
  return undefined;
}

type LookOptions = Omit<FindHolderOptions, 'docker'> & { readonly port: number };

/** Sockets of the engine's host are seen only in its network, and their processes only among its processes. */
async function lookAtHost(docker: Docker, { cluster, image, port }: LookOptions): Promise<string> {
  const name = `${cluster}-gate-look`;
  const remove = () => unless(docker.getContainer(name).remove({ force: true }), [NOT_FOUND]);
  // One that was left behind by a gate that was killed.
  await remove();
  const container = await docker.createContainer({
    name,
    Image: image,
    Entrypoint: ['ss', '-Hlntup', `sport = :${port}`],
    Cmd: [],
    User: '0',
    Labels: { [CLUSTER_LABEL]: cluster },
    HostConfig: {
      NetworkMode: 'host',
      PidMode: 'host',
      CapAdd: ['SYS_PTRACE'],
      SecurityOpt: ['apparmor=unconfined'],
      ReadonlyRootfs: true,
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  try {
    return await outputOf(container, docker);
  } finally {
    await remove();
  }
}

async function outputOf(container: Container, docker: Docker): Promise<string> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const said = new PassThrough();
  docker.modem.demuxStream(stream, said, said);
  stream.on('error', (error) => said.destroy(error));
  stream.on('end', () => said.end());
  await container.start();
  const chunks = await Array.fromAsync(said as AsyncIterable<Buffer>);
  return Buffer.concat(chunks).toString('utf8');
}
