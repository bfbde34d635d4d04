/** The commands of `wherry`, and what each takes. */
import { integerFlag, parseFlags, systemClock, type FlagTable, type FlagValues } from '@wherry/component';
import { thisMachine } from '../../../setup/steps/machine.ts';
import { removeCluster } from './commands/down.ts';
import { clusterStatus } from './commands/status.ts';
import { stopCluster } from './commands/stop.ts';
import { up } from './commands/up.ts';
import { composeFile, defaultWorkers } from './compose/compose-file.ts';
import { clusterKubeconfig } from './kubeconfig/cluster-kubeconfig.ts';
import {
  clusterName,
  maxWorkers,
  settingFlags,
  upFlags,
  wantedSettings,
  wantsMerge,
  type Environment,
} from './settings.ts';
import { recall } from './state.ts';

export interface CommandContext {
  readonly root: string;
  readonly environment: Environment;
  readonly print: (line: string) => void;
}

export interface Command {
  readonly summary: string;
  readonly flags: FlagTable;
  /** Runs it with its arguments. @returns the exit code; undefined when help was asked for */
  run(argv: readonly string[], context: CommandContext): Promise<number | undefined>;
}

/** A command from its flags, so that each is given its own values. */
function command<Table extends FlagTable>(
  summary: string,
  flags: Table,
  act: (flags: FlagValues<Table>, context: CommandContext) => Promise<number>,
): Command {
  return {
    summary,
    flags,
    async run(argv, context) {
      const line = parseFlags(flags, argv);
      return line.help ? undefined : act(line.values, context);
    },
  };
}

const composeFlags = {
  workers: integerFlag({
    default: defaultWorkers,
    min: 1,
    max: maxWorkers,
    help: 'For how many worker nodes. (default 3)',
  }),
};

export const commands: Readonly<Record<string, Command>> = {
  up: command(
    'Starts the cluster, or makes it whole, and waits until it is ready.',
    upFlags,
    async (flags, context) => {
      const { root, environment, print } = context;
      const before = await recall(clusterName(flags, environment), { root });
      const wanted = wantedSettings(flags, { environment, before });
      const merge = wantsMerge(flags, environment);
      const machine = thisMachine({ root });
      const timeoutMs = flags.timeout * 1000;
      await up({ root, wanted, merge, environment, timeoutMs, clock: systemClock, machine, print });
      return 0;
    },
  ),
  stop: command('Stops the cluster and keeps everything.', settingFlags, async (flags, { environment, print }) => {
    const name = clusterName(flags, environment);
    const count = await stopCluster(name);
    print(count === 0 ? `The cluster ${name} does not run.` : `The cluster ${name} is stopped; npm start resumes it.`);
    return 0;
  }),
  down: command('Removes the cluster and everything in it.', settingFlags, async (flags, context) => {
    const { root, environment, print } = context;
    const name = clusterName(flags, environment);
    const { containers, volumes, networks } = await removeCluster(name, { root, say: print });
    print(`The cluster ${name} is removed: ${containers} containers, ${volumes} volumes, ${networks} networks.`);
    return 0;
  }),
  status: command('Tells what of the cluster runs.', settingFlags, async (flags, { root, environment, print }) => {
    const { lines, isWell } = await clusterStatus(clusterName(flags, environment), { root });
    for (const line of lines) print(line);
    return isWell ? 0 : 1;
  }),
  compose: command('Prints the Compose file.', composeFlags, ({ workers }, { print }) => {
    print(composeFile(workers).trimEnd());
    return Promise.resolve(0);
  }),
  kubeconfig: command("Prints the administrator's kubeconfig.", settingFlags, async (flags, { environment, print }) => {
    print((await clusterKubeconfig(clusterName(flags, environment))).trimEnd());
    return 0;
  }),
};
