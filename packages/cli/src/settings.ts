/**
 * What a cluster is made with: from the command line, else from the environment, else as it was made before, else by
 * default. What nobody asked for may be chosen anew when it is taken (a port, a subnet); what was asked for may not.
 */
import { booleanFlag, integerFlag, textFlag, type FlagValues } from '@wherry/component';
import { clusterPorts, portNames, type PortName } from './cluster-ports.ts';

/** Where a port is taken from when it is not given. */
function origin(port: PortName): string {
  return `(${clusterPorts[port].variable}; default ${clusterPorts[port].usual})`;
}

export const settingFlags = {
  name: textFlag({ default: undefined, help: 'The cluster. (WHERRY_CLUSTER; default "wherry")' }),
};

export const upFlags = {
  ...settingFlags,
  workers: textFlag({ default: undefined, help: 'How many worker nodes. (WHERRY_WORKERS; default 3)' }),
  'api-port': textFlag({ default: undefined, help: `The port of the API on this machine. ${origin('apiPort')}` }),
  'http-port': textFlag({ default: undefined, help: `The port of Ingresses for HTTP. ${origin('httpPort')}` }),
  'https-port': textFlag({ default: undefined, help: `The port of Ingresses for HTTPS. ${origin('httpsPort')}` }),
  network: textFlag({
    default: undefined,
    help: 'The first three numbers of the /24 that the machines are in. (WHERRY_NETWORK; default 172.30.0)',
  }),
  'merge-kubeconfig': booleanFlag({
    default: true,
    help: 'Make the cluster known to kubectl. (WHERRY_MERGE_KUBECONFIG)',
  }),
  'no-merge': booleanFlag({ default: false, help: 'The same as --merge-kubeconfig=false.' }),
  timeout: integerFlag({ default: 120, min: 1, help: 'For how many seconds to wait until the cluster is ready.' }),
};

export type UpFlags = FlagValues<typeof upFlags>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is kept of a cluster between commands. */
export interface Settings extends Readonly<Record<PortName, number>> {
  readonly name: string;
  readonly workers: number;
  /** `172.30.0` */
  readonly network: string;
}

/** Settings, and which of them somebody asked for. */
export interface WantedSettings extends Settings {
  readonly asked: ReadonlySet<PortName | 'network'>;
}

/** Something in the settings cannot be; the message is for whoever set it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export const defaultCluster = 'wherry';
const defaults = { workers: 3, network: '172.30.0' };
/** The addresses of workers end on 11 and so on, in a /24 that also has a gateway and a broadcast address. */
export const maxWorkers = 100;

/** @throws SettingError */
export function clusterName(flags: { readonly name: string | undefined }, environment: Environment): string {
  const name = flags.name ?? (environment['WHERRY_CLUSTER'] || defaultCluster);
  if (/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) return name;
  throw new SettingError(`${name} cannot be the name of a cluster: small letters, digits and dashes, at most 32`);
}

/**
 * @param before how the cluster was made, if it was
 * @throws SettingError
 */
export function wantedSettings(
  flags: Pick<UpFlags, 'name' | 'workers' | 'api-port' | 'http-port' | 'https-port' | 'network'>,
  { environment, before }: { readonly environment: Environment; readonly before: Settings | undefined },
): WantedSettings {
  const workers = flags.workers ?? environment['WHERRY_WORKERS'];
  const network = flags.network ?? environment['WHERRY_NETWORK'];
  const given = portNames.flatMap((name) => {
    const { flag, variable } = clusterPorts[name];
    const port = numberIn(flags[flag] ?? environment[variable], { what: flag, min: 1, max: 65_535 });
    return port === undefined ? [] : [[name, port] as const];
  });
  const usual = portNames.map((name) => [name, before?.[name] ?? clusterPorts[name].usual] as const);
  return {
    name: clusterName(flags, environment),
    workers: numberIn(workers, { what: 'workers', min: 1, max: maxWorkers }) ?? before?.workers ?? defaults.workers,
    network: networkIn(network) ?? before?.network ?? defaults.network,
    ...portsOf([...usual, ...given]),
    asked: new Set([...given.map(([name]) => name), ...(network === undefined ? [] : ['network' as const])]),
  };
}

function portsOf(entries: readonly (readonly [PortName, number])[]): Record<PortName, number> {
  const ports = new Map(entries);
  const port = (name: PortName): number => ports.get(name) ?? clusterPorts[name].usual;
  return { apiPort: port('apiPort'), httpPort: port('httpPort'), httpsPort: port('httpsPort') };
}

export function wantsMerge(flags: Pick<UpFlags, 'merge-kubeconfig' | 'no-merge'>, environment: Environment): boolean {
  if (/^(false|no|0)$/i.test(environment['WHERRY_MERGE_KUBECONFIG'] ?? '')) return false;
  return flags['merge-kubeconfig'] && !flags['no-merge'];
}

/** What Compose substitutes in the file. */
export function composeVariables(settings: Settings): Readonly<Record<string, string>> {
  return {
    COMPOSE_PROJECT_NAME: settings.name,
    WHERRY_NETWORK: settings.network,
    ...Object.fromEntries(portNames.map((name) => [clusterPorts[name].variable, String(settings[name])])),
  };
}

function numberIn(
  text: string | undefined,
  { what, min, max }: { what: string; min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new SettingError(`${what} must be a number from ${min} to ${max}: ${text}`);
}

function networkIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const numbers = text.replace(/\.0\/24$/, '').split('.');
  const isNetwork = numbers.length === 3 && numbers.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  if (isNetwork) return numbers.join('.');
  throw new SettingError(`network must be three numbers such as ${defaults.network}: ${text}`);
}
