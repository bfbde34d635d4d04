/**
 * What has to be done so that the processes of a cluster are in the networks of its machines. A process joins its
 * machine's network when it starts: if the machine is started again, it is left in a network that leads nowhere, and if
 * the machine was not there yet, as after a restart of the engine, it did not start at all. Pure.
 */

/** A container of a cluster, as far as this matters. */
export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly isRunning: boolean;
  /** As the engine writes it: RFC 3339. */
  readonly startedAt: string;
  /** Why the engine could not start it; empty when it did, or was not asked to. */
  readonly error: string;
  /** The container whose network it has; undefined when it has one of its own. */
  readonly machine: string | undefined;
}

export interface KeepingPlan {
  /** They did not start, and now could. */
  readonly start: readonly ContainerView[];
  /** They are in a network of the past. */
  readonly restart: readonly ContainerView[];
  /** The container that they are joined to is gone: only new ones can join another. */
  readonly replace: readonly ContainerView[];
}

export function planKeeping(containers: readonly ContainerView[]): KeepingPlan {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const joined = containers.flatMap((process) =>
    process.machine === undefined ? [] : [{ process, machine: byId.get(process.machine) }],
  );
  const onRunning = joined.filter(({ machine }) => machine?.isRunning === true);
  const pick = (found: typeof joined): readonly ContainerView[] => found.map(({ process }) => process);
  return {
    start: pick(onRunning.filter(({ process }) => !process.isRunning && process.error !== '')),
    restart: pick(
      onRunning.filter(
        ({ process, machine }) => process.isRunning && time(process.startedAt) < time(machine?.startedAt ?? ''),
      ),
    ),
    replace: pick(joined.filter(({ machine }) => machine === undefined)),
  };
}

/** Milliseconds; the engine writes nanoseconds, which Date does not mind. */
const time = (text: string): number => Date.parse(text) || 0;

/** What the engine tells of a container when it is asked to inspect it. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly StartedAt: string; readonly Error: string };
  readonly HostConfig: { readonly NetworkMode: string };
}

export function viewOf({ Id: id, Name: name, State: state, HostConfig: host }: Inspected): ContainerView {
  const [kind, machine] = host.NetworkMode.split(':', 2);
  return {
    id,
    name: name.replace(/^\//, ''),
    isRunning: state.Running,
    startedAt: state.StartedAt,
    error: state.Error,
    machine: kind === 'container' ? machine : undefined,
  };
}
