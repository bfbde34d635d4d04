/** How a cluster is started, as an ordered list of steps. Each may be run at any time: what is so already stays so. */
import type { Clock } from '@wherry/component';
import { clusterImages, ensureClusterImages, type ClusterImages } from '../../../../setup/image/wherry-image.ts';
import { usableCompose, type Compose } from '../../../../setup/steps/compose.ts';
import type { Machine } from '../../../../setup/steps/machine.ts';
import { SetUpError, type Outcome, type Step } from '../../../../setup/steps/step.ts';
import { clusterSteps } from '../../../../setup/steps/steps.ts';
import { engineInfo } from '../docker/engine-info.ts';
import { clusterKubeconfig } from '../kubeconfig/cluster-kubeconfig.ts';
import { judgeEngine, type EngineInfo } from '../preflight/judge-engine.ts';
import type { Environment, Settings, WantedSettings } from '../settings.ts';
import { kubeconfigFile, recall, remember, replaceFile } from '../state.ts';
import { chooseAddresses } from './choose-addresses.ts';
import { mergeStep } from './merge-step.ts';
import { nodeCapacity } from './node-capacity.ts';
import { podsComingBack } from './pods-coming-back.ts';
import { startContainers } from './start-containers.ts';
import { startWhereFree } from './start-where-free.ts';
import { removeSurplusNodes } from './surplus-workers.ts';
import { namesMissing, nodesMissing, NotReady, untilNothing, withCluster } from './readiness.ts';

export interface StartOptions {
  readonly root: string;
  readonly wanted: WantedSettings;
  /** Whether kubectl is told of the cluster. */
  readonly merge: boolean;
  readonly environment: Environment;
  /** How long each wait may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** What a step finds for those after it. */
interface Found {
  settings: Settings;
  compose?: Compose;
  images?: ClusterImages | undefined;
  engine?: EngineInfo;
}

export function startSteps(options: StartOptions): readonly Step[] {
  const { root, wanted, clock } = options;
  const { name, workers } = wanted;
  const found: Found = { settings: wanted };
  const patience = () => ({ clock, deadline: clock.monotonic() + options.timeoutMs });
  return [
    ...clusterSteps,
    {
      ensures: 'the engine can carry a cluster',
      async ensure(machine) {
        found.compose = await usableCompose(machine);
        const engine = await engineInfo();
        found.engine = engine;
        const problem = judgeEngine(engine, found.compose);
        if (problem !== undefined) throw new SetUpError(`${problem.problem}. Please ${problem.remedy}`);
        return 'already';
      },
    },
    {
      ensures: 'the image with the programs is built',
      async ensure(machine) {
        found.images = namedImages(options.environment);
        if (found.images !== undefined) return 'already';
        found.images = await clusterImages({ root });
        return ensureClusterImages(found.images, machine);
      },
    },
    {
      ensures: 'addresses and ports are free',
      async ensure(machine) {
        await findAddresses(options, { found, machine });
        return 'already';
      },
    },
    {
      ensures: `the machines run: control-plane and ${workers === 1 ? 'one worker' : `${workers} workers`}`,
      ensure: (machine) =>
        startWhereFree({
          settings: found.settings,
          start: (settings) => startWith(options, { ...found, settings }),
          choose: () => findAddresses(options, { found, machine }),
        }),
    },
    {
      ensures: 'the API answers',
      ensure: () => untilNothing(() => reachApi(found.settings, root), patience()).then(already),
    },
    {
      ensures: 'every node is ready',
      async ensure() {
        await withCluster(kubeconfigFile(name, { root }), async ({ client }) => {
          await untilNothing(() => nodesMissing(client, workers), patience());
          await removeSurplusNodes(client, workers);
        });
        return 'already';
      },
    },
    {
      ensures: 'names are answered',
      ensure: () => untilNothing(() => namesMissing(name, workers), patience()).then(already),
    },
    { ensures: 'what ran before runs again', ensure: (machine) => awaitPods(options, machine) },
    ...(options.merge ? [mergeStep(options)] : []),
  ];
}

/** How long a start waits for pods, in milliseconds: one that does not come back must not keep the cluster from its user. */
const PODS_PATIENCE = 20_000;

async function awaitPods({ root, wanted: { name }, clock }: StartOptions, machine: Machine): Promise<Outcome> {
  const deadline = clock.monotonic() + PODS_PATIENCE;
  try {
    await withCluster(kubeconfigFile(name, { root }), ({ client }) =>
      untilNothing(() => podsComingBack(client, name), { clock, deadline }),
    );
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    machine.say(`not yet: ${error.message}`);
  }
  return 'already';
}

const already = (): Outcome => 'already';

async function findAddresses(
  { wanted, root }: StartOptions,
  { found, machine }: { readonly found: Found; readonly machine: Machine },
): Promise<Settings> {
  found.settings = await chooseAddresses(wanted, { say: (line) => machine.say(line) });
  await remember({ ...(await recall(wanted.name, { root })), ...found.settings }, { root });
  return found.settings;
}

/**
 * Where processes of the cluster find the engine. On other systems than Linux the engine is in a machine of its own, where its
 * socket has the usual path, whatever leads to it from here.
 */
function socketVariable(environment: Environment): Readonly<Record<string, string>> {
  const host = environment['DOCKER_HOST'] ?? '';
  if (environment['WHERRY_DOCKER_SOCKET'] !== undefined || process.platform !== 'linux') return {};
  return host.startsWith('unix://') ? { WHERRY_DOCKER_SOCKET: host.slice('unix://'.length) } : {};
}

/** Images that somebody has built before: to start the same programs while the checkout goes on changing. */
function namedImages(environment: Environment): ClusterImages | undefined {
  const { WHERRY_IMAGE: programs, WHERRY_MACHINE_IMAGE: machine } = environment;
  return programs && machine ? { programs, machine } : undefined;
}

async function startWith({ root, environment }: StartOptions, found: Found): Promise<Outcome> {
  const { settings, compose, images, engine } = found;
  if (!compose || !images || !engine) throw new Error('An earlier step was left out');
  const variables = {
    WHERRY_IMAGE: images.programs,
    WHERRY_MACHINE_IMAGE: images.machine,
    ...socketVariable(environment),
    WHERRY_ENGINE_VOLUMES: `${engine.rootDir}/volumes`,
    WHERRY_NODE_CAPACITY: environment['WHERRY_NODE_CAPACITY'] ?? nodeCapacity(engine, settings.workers),
  };
  return startContainers({ root, settings, command: compose.command, variables });
}

/** What is missing until the administrator's kubeconfig is there and leads to an API that answers. */
async function reachApi({ name }: Settings, root: string): Promise<string | undefined> {
  const file = kubeconfigFile(name, { root });
  await replaceFile(file, await clusterKubeconfig(name));
  return withCluster(file, ({ client }) => nodesMissing(client, 0));
}
