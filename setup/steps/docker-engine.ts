// The Docker engine that runs the cluster's containers. Where there is none and we may install Debian packages, it comes
// from there; where no systemd keeps services, it is started as a process of its own, and goes on when we end.

import { request } from 'node:http';
import { installDebianPackages } from './debian-packages.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

/** What an attempt to speak to the engine found. */
export type EngineAnswer = 'answers' | 'denied' | 'absent';

/** What decides how the engine comes to a machine. */
export interface EngineFacts {
  readonly answer: EngineAnswer;
  readonly dockerd: string | undefined;
  readonly aptGet: string | undefined;
  readonly platform: string;
  readonly isRoot: boolean;
  /** Where somebody says that the engine is: DOCKER_HOST. */
  readonly host: string | undefined;
}

export type EnginePlan =
  { readonly do: 'nothing' | 'start' | 'install and start' } | { readonly do: 'ask'; readonly instruction: string };

/** How the engine comes to a machine. Pure. */
export function planEngine({ answer, dockerd, aptGet, platform, isRoot, host }: EngineFacts): EnginePlan {
  if (answer === 'answers') return { do: 'nothing' };
  if (host !== undefined) {
    return { do: 'ask', instruction: `see that an engine answers at ${host}, or unset DOCKER_HOST` };
  }
  if (answer === 'denied') {
    return { do: 'ask', instruction: 'let your user use Docker: sudo usermod -aG docker $USER, then log in again' };
  }
  if (platform === 'darwin') return { do: 'ask', instruction: 'install and start Docker Desktop or colima' };
  if (!isRoot)
    return {
      do: 'ask',
      instruction: dockerd === undefined ? 'sudo apt-get install docker.io' : 'sudo service docker start',
    };
  if (dockerd !== undefined) return { do: 'start' };
  if (aptGet === undefined)
    return { do: 'ask', instruction: 'install Docker Engine 20.10 or later (https://docs.docker.com/engine/install)' };
  return { do: 'install and start' };
}

const socketPath = '/var/run/docker.sock';
const startDeadlineMs = 60_000;

export const dockerEngineStep: Step = {
  ensures: 'a Docker engine answers',
  async ensure(machine): Promise<Outcome> {
    const [answer, dockerd, aptGet] = await Promise.all([
      askEngine(),
      machine.find('dockerd'),
      machine.find('apt-get'),
    ]);
    const host = process.env['DOCKER_HOST'] || undefined;
    const plan = planEngine({ answer, dockerd, aptGet, platform: machine.platform, isRoot: machine.isRoot, host });
    if (plan.do === 'nothing') return 'already';
    if (plan.do === 'ask') throw new SetUpError(`The Docker engine cannot be reached. Please ${plan.instruction}`);
    if (plan.do === 'install and start') {
      machine.say('installing the Debian packages docker.io and docker-compose with apt-get');
      await installDebianPackages(machine, ['docker.io', 'docker-compose']);
    }
    await start(machine);
    return 'changed';
  },
};

async function start(machine: Machine): Promise<void> {
  if ((await askEngine()) === 'answers') return;
  const systemctl = await machine.find('systemctl');
  if (systemctl !== undefined && (await machine.exists('/run/systemd/system'))) {
    machine.say('starting the docker service');
    await machine.run(systemctl, ['start', 'docker']);
  } else {
    machine.say('starting dockerd; it goes on running, its log is .wherry/dockerd.log');
    await machine.startDaemon('dockerd', [], 'dockerd.log');
  }
  const deadline = performance.now() + startDeadlineMs;
  while ((await askEngine()) !== 'answers') {
    if (performance.now() > deadline) {
      throw new SetUpError('The Docker engine does not answer a minute after its start; see .wherry/dockerd.log');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Asks the engine at its usual socket, or where DOCKER_HOST says it listens. */
export function askEngine(): Promise<EngineAnswer> {
  const host = process.env['DOCKER_HOST'] ?? '';
  const tcp = /^(?:tcp|http):\/\/([^:/]+):(\d+)/.exec(host);
  const place =
    tcp === null
      ? { socketPath: host.startsWith('unix://') ? host.slice(7) : socketPath }
      : { host: tcp[1], port: tcp[2] };
  return new Promise((resolve) => {
    const ping = request({ ...place, path: '/_ping', timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'absent');
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EACCES' ? 'denied' : 'absent'));
    ping.end();
  });
}
