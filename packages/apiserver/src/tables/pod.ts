/** How pods are shown: above all, in one word, what is the matter with them. */
import { isSidecar, PodTemplates, Pods, type ContainerStatus, type Pod } from '@wherry/api/core-v1';
import { formatLabels } from '@wherry/api/selectors';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { containerCells } from './container-cells.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const NONE = '<none>';

export const podTables: readonly TableEntry[] = [
  tableFor(Pods, {
    columns: [
      nameColumn,
      column('Ready', 'How many of its containers are ready, of how many.'),
      column('Status', 'Its phase, or what keeps it from being what it should be.'),
      column('Restarts', 'How often its containers were restarted, and how long ago last.'),
      ageColumn,
      wideColumn('IP', 'Its address.'),
      wideColumn('Node', 'Node that it runs on.'),
      wideColumn('Nominated Node', 'Node on which room is made for it.'),
      wideColumn('Readiness Gates', 'How many of its readiness gates are met, of how many.'),
    ],
    cells: (pod, now) => {
      const { metadata, spec, status } = pod;
      const { ready, total, reason, restarts, lastRestart } = summarizePod(pod);
      return [
        metadata.name ?? '',
        `${ready}/${total}`,
        reason,
        restarts > 0 && lastRestart !== undefined
          ? `${restarts} (${formatAge(lastRestart, now)} ago)`
          : String(restarts),
        formatAge(metadata.creationTimestamp, now),
        status.podIPs?.[0]?.ip || status.podIP || NONE,
        spec.nodeName || NONE,
        status.nominatedNodeName || NONE,
        readinessGates(pod),
      ];
    },
  }),
  tableFor(PodTemplates, {
    columns: [
      nameColumn,
      column('Containers', 'Names of the containers.'),
      column('Images', 'Images of the containers.'),
      column('Pod Labels', 'Labels of the pods.'),
    ],
    cells: ({ metadata, template }) => [
      metadata.name ?? '',
      ...containerCells(template.spec.containers),
      formatLabels(template.metadata.labels),
    ],
  }),
];

interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  /** When a container ended for the last time before it was restarted. */
  readonly lastRestart: string | undefined;
}

function summarizePod(pod: Readonly<Pod>): PodSummary {
  const { spec, status } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const total = spec.containers.length + sidecars.size;
  const init = summarizeInit(pod, sidecars);
  const isInitialized = (status.conditions ?? []).some(
    ({ type, status: is }) => type === 'Initialized' && is === 'True',
  );
  const statuses = status.initContainerStatuses ?? [];
  if (init.reason !== undefined && !isInitialized) {
    const reason = terminating(pod) ?? init.reason;
    return { ready: init.ready, total, reason, ...countRestarts(statuses) };
  }
  const main = summarizeMain(pod, init.reason ?? plainReason(pod));
  const counted = [...statuses.filter(({ name }) => sidecars.has(name)), ...(status.containerStatuses ?? [])];
  return {
    ready: init.ready + main.ready,
    total,
    reason: terminating(pod) ?? main.reason,
    ...countRestarts(counted),
  };
}

function plainReason({ status }: Readonly<Pod>): string {
  const isGated = (status.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return isGated ? 'SchedulingGated' : status.reason || status.phase || '';
}

function terminating({ metadata, status }: Readonly<Pod>): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? undefined : 'Terminating';
}

/** How far the init containers have come; no reason when they are all done, or are sidecars that have started. */
function summarizeInit(
  { spec, status }: Readonly<Pod>,
  sidecars: ReadonlySet<string>,
): { readonly ready: number; readonly reason: string | undefined } {
  let ready = 0;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const { waiting, terminated } = container.state;
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) ready += 1;
      continue;
    }
    if (terminated !== undefined) return { ready, reason: `Init:${endOf(terminated)}` };
    const reason = waiting?.reason ?? '';
    if (reason !== '' && reason !== 'PodInitializing') return { ready, reason: `Init:${reason}` };
    return { ready, reason: `Init:${index}/${(spec.initContainers ?? []).length}` };
  }
  return { ready, reason: undefined };
}

// The first container with something to say has the say.
function summarizeMain({ status }: Readonly<Pod>, otherwise: string): { ready: number; reason: string } {
  let reason = otherwise;
  let ready = 0;
  for (const { state, ready: isReady } of (status.containerStatuses ?? []).toReversed()) {
    if (state.waiting?.reason) reason = state.waiting.reason;
    else if (state.terminated !== undefined) reason = endOf(state.terminated);
    else if (isReady && state.running !== undefined) ready += 1;
  }
  if (reason !== 'Completed' || ready === 0) return { ready, reason };
  const isReady = (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return { ready, reason: isReady ? 'Running' : 'NotReady' };
}

function endOf({ reason, signal, exitCode }: NonNullable<ContainerStatus['state']['terminated']>): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function countRestarts(statuses: readonly ContainerStatus[]): Pick<PodSummary, 'restarts' | 'lastRestart'> {
  const ends = statuses.map(({ lastState }) => lastState.terminated?.finishedAt ?? '');
  return {
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    // Times of one form compare as texts.
    lastRestart: ends.reduce((last, end) => (end > last ? end : last), '') || undefined,
  };
}

function readinessGates({ spec, status }: Readonly<Pod>): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const met = gates.filter(
    ({ conditionType }) => (status.conditions ?? []).find(({ type }) => type === conditionType)?.status === 'True',
  );
  return `${met.length}/${gates.length}`;
}
