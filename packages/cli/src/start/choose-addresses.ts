/** Chooses what of this machine a cluster takes: a network and a port. What it has already is kept. */
import { SetUpError } from '../../../../setup/steps/step.ts';
import { clusterPorts, type PortName } from '../cluster-ports.ts';
import { docker } from '../docker/docker.ts';
import { publishedPort } from '../kubeconfig/cluster-kubeconfig.ts';
import { planNetwork } from '../preflight/plan-network.ts';
import { planPort } from '../preflight/plan-port.ts';
import { freePort, isFree, portHolder } from '../preflight/port-holder.ts';
import { takenRanges } from '../preflight/taken-ranges.ts';
import type { Settings, WantedSettings } from '../settings.ts';

type Say = (line: string) => void;

/** @throws SetUpError when what was asked for is taken */
export async function chooseAddresses(wanted: WantedSettings, { say }: { readonly say: Say }): Promise<Settings> {
  const { name, workers } = wanted;
  return {
    name,
    workers,
    network: await chooseNetwork(wanted, say),
    apiPort: await choosePort('apiPort', wanted, say),
    httpPort: await choosePort('httpPort', wanted, say),
    httpsPort: await choosePort('httpsPort', wanted, say),
  };
}

async function chooseNetwork(wanted: WantedSettings, say: Say): Promise<string> {
  const own = `${wanted.name}_default`;
  const format = '{{range .IPAM.Config}}{{.Subnet}}{{end}}';
  const subnet = (await docker(['network', 'inspect', `--format=${format}`, own]).catch(() => '')).trim();
  if (subnet !== '') return keepNetwork(wanted, subnet);
  const plan = planNetwork(wanted, await takenRanges());
  if ('problem' in plan) throw new SetUpError(`${plan.problem}. Please ${plan.remedy}`);
  if (plan.instead !== undefined) {
    const { holder, range } = plan.instead;
    say(`taking the addresses ${plan.network}.0/24, because ${holder} has ${range}`);
  }
  return plan.network;
}

/** A cluster cannot move to other addresses. */
function keepNetwork({ name, network, asked }: WantedSettings, subnet: string): string {
  const current = subnet.replace(/\.0\/24$/, '');
  if (current === network || !asked.has('network')) return current;
  throw new SetUpError(
    `The cluster ${name} is in ${subnet} and cannot move to ${network}.0/24. Please remove it first: npm run down`,
  );
}

async function choosePort(name: PortName, wanted: WantedSettings, say: Say): Promise<number> {
  const { what, flag, inside, otherwise } = clusterPorts[name];
  const port = wanted[name];
  if ((await publishedPort(wanted.name, inside)) === port || (await isFree(port))) return port;
  const [holder, free] = await Promise.all([portHolder(port), freePort(otherwise)]);
  const plan = planPort({ wanted: port, asked: wanted.asked.has(name), holder, free, flag });
  if ('problem' in plan) throw new SetUpError(`${plan.problem}. Please ${plan.remedy}`);
  say(`${what} is at port ${plan.port} of 127.0.0.1, because ${holder} has ${port}`);
  return plan.port;
}
