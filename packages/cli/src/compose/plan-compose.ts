/** The Compose file of a cluster, as a value. Pure: machines in, services, volumes and network out. */
import type { RestartPolicy } from '../docker/restart-policy.ts';
import { variable, type Machine, type Process } from './machines.ts';

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, { readonly labels: Labels }>>;
}

/** A service, with the keys that Compose v1.29 and v2 both know. */
export type ComposeService = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

/** Everything of a cluster carries it, so that nothing else is ever removed with it. */
export const clusterLabel = 'wherry.cluster';
const labels: Labels = { [clusterLabel]: variable.cluster };

/** What all containers have in common. No more than this of their output is kept. */
const common = {
  // The first machine says how the image is built: nobody shall look for it in a registry.
  pull_policy: 'never',
  restart: 'always' satisfies RestartPolicy,
  labels,
  logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
};

/** To be seen by `docker ps`. Asking costs a start of a program each time, which a laptop would feel if it were often. */
const healthchecks = { interval: '2m', timeout: '5s', retries: 2 };

/** The kernel's settings for a machine that carries packets of others. */
const sysctls = {
  'net.ipv4.ip_forward': '1',
  'net.ipv4.conf.all.send_redirects': '0',
  'net.ipv4.conf.default.send_redirects': '0',
};

export interface ClusterPlan {
  readonly machines: readonly Machine[];
  /** Processes on no machine. */
  readonly apart: readonly Process[];
}

export function planCompose({ machines, apart }: ClusterPlan): ComposeFile {
  const services = machines.flatMap((machine, index) => [
    [machine.name, holder(machine, { builds: index === 0, after: machines[0] })] as const,
    ...machine.processes.map(
      (process) => [process.name, service(process, `service:${machine.name}`, [machine.name])] as const,
    ),
  ]);
  const others = apart.map(
    (process) =>
      [
        process.name,
        service(
          process,
          'none',
          machines.slice(0, 1).map(({ name }) => name),
        ),
      ] as const,
  );
  return {
    services: Object.fromEntries([...services, ...others]),
    networks: {
      // What asks for no address of its own, such as the publishers of the gate, gets one of the upper half.
      default: {
        labels,
        ipam: { config: [{ subnet: `${variable.network}.0/24`, ip_range: `${variable.network}.128/25` }] },
      },
    },
    volumes: Object.fromEntries(volumeNames(machines).map((name) => [name, { labels }])),
  };
}

function holder(machine: Machine, { builds, after }: { builds: boolean; after: Machine | undefined }): ComposeService {
  return {
    image: variable.machineImage,
    ...common,
    ...(builds ? { build: { context: '.', args: { BASE: variable.baseImage } } } : { depends_on: [after?.name] }),
    container_name: `${variable.cluster}-${machine.name}`,
    hostname: machine.name,
    command: ['sleep', 'infinity'],
    // It has nothing to put in order, and as the first process it would not hear SIGTERM.
    stop_signal: 'SIGKILL',
    networks: { default: { ipv4_address: machine.address } },
    ...(machine.ports === undefined ? {} : { ports: machine.ports }),
    sysctls,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  };
}

/** @param needs services that are started before */
function service(process: Process, network: string, needs: readonly string[]): ComposeService {
  const { image = variable.image, mounts, capabilities, seesHost = false, after = [], health } = process;
  return {
    image,
    ...common,
    container_name: `${variable.cluster}-${process.name}`,
    command: process.command,
    network_mode: network,
    depends_on: [...needs, ...after],
    ...(mounts === undefined ? {} : { volumes: mounts }),
    ...(health === undefined
      ? {}
      : { healthcheck: { ...healthchecks, test: ['CMD', '/opt/wherry/health', ...health.map(String)] } }),
    ...(seesHost
      ? { pid: 'host', security_opt: ['seccomp:unconfined', 'apparmor:unconfined'] }
      : { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }),
    ...(capabilities === undefined ? {} : { cap_add: capabilities }),
  };
}

/** Mounts that do not begin with a path are named volumes. */
function volumeNames(machines: readonly Machine[]): readonly string[] {
  const sources = machines.flatMap(({ processes }) =>
    processes.flatMap(({ mounts = [] }) => mounts.map((mount) => mount.split(':', 1)[0] ?? '')),
  );
  return [...new Set(sources.filter((source) => /^[a-z]/.test(source)))];
}
