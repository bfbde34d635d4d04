/**
 * The probes of all containers of the node. Each container that runs and asks for a probe has a prober for it; what they
 * find is kept by container, and every change wakes the pod. Liveness and readiness wait for the startup probe.
 */
import type { Container, Pod, Probe } from '@wherry/api/core-v1';
import type { EventRecorder } from '@wherry/client';
import { releasing, type Clock, type Log, type Running, type Timer } from '@wherry/component';
import { containerField } from '../pods/container-field.ts';
import { newest, wantedContainers } from '../pods/pod-containers.ts';
import type { ProbeKind, ProbeResult, ProbeResults } from '../pods/probe-results.ts';
import type { ContainerRecord, PodRecord, Runtime } from '../runtime/runtime.ts';
import { probeEvent } from './probe-event.ts';
import { runCheck } from './run-check.ts';

export interface ProbersOptions {
  readonly runtime: Pick<Runtime, 'exec'>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly nodeAddress: string;
  readonly wake: (uid: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Probers extends ProbeResults, Running {
  /** Has the probes that a pod asks for running, and no others of it. */
  watch(pod: Readonly<Pod>, record: PodRecord | undefined): void;
  forget(uid: string): void;
}

const KINDS: readonly ProbeKind[] = ['startup', 'liveness', 'readiness'];

interface Prober {
  readonly uid: string;
  stop(): void;
}

export function startProbers(options: ProbersOptions): Probers {
  const { wake } = options;
  const probers = new Map<string, Prober>();
  const results = new Map<string, ProbeResult>();
  const keyOf = (id: string, kind: ProbeKind) => `${id}/${kind}`;
  const remove = (key: string) => {
    probers.get(key)?.stop();
    probers.delete(key);
    results.delete(key);
  };
  const forget = (uid: string, except: ReadonlySet<string> = new Set()) => {
    for (const [key, prober] of probers) if (prober.uid === uid && !except.has(key)) remove(key);
  };
  const begin = (
    pod: Readonly<Pod>,
    record: PodRecord,
    asked: Pick<Task, 'found' | 'container' | 'kind' | 'probe'>,
  ) => {
    const { found, container, kind, probe } = asked;
    const key = keyOf(found.id, kind);
    const address = pod.spec.hostNetwork === true ? options.nodeAddress : (record.sandboxes[0]?.addresses[0] ?? '');
    const set = (result: ProbeResult) => {
      if (results.get(key) === result) return;
      results.set(key, result);
      wake(record.pod.uid);
    };
    // What is checked for life is taken to live, until it shows otherwise.
    if (kind === 'liveness') results.set(key, 'success');
    if (kind === 'readiness') results.set(key, 'failure');
    const stop = startProber(options, { pod, container, found, address, kind, probe, set });
    probers.set(key, { uid: record.pod.uid, stop });
  };
  return {
    ...releasing(() => {
      for (const key of probers.keys()) remove(key);
    }),
    get: (id, kind) => results.get(keyOf(id, kind)),
    forget: (uid) => forget(uid),
    watch(pod, record) {
      const wanted = new Set<string>();
      for (const { kind: role, container } of wantedContainers(pod)) {
        const found = newest(record, container.name);
        if (record === undefined || role === 'ephemeral' || found?.state.type !== 'running') continue;
        const probes = {
          startup: container.startupProbe,
          liveness: container.livenessProbe,
          readiness: container.readinessProbe,
        };
        for (const kind of KINDS) {
          const probe = probes[kind];
          // A pod that is to end is asked only whether it still serves.
          const isAsked = pod.metadata.deletionTimestamp === undefined || kind === 'readiness';
          // What a startup probe finds wakes the pod, so the others begin as soon as it has passed.
          const isItsTurn =
            kind === 'startup' ||
            container.startupProbe === undefined ||
            results.get(keyOf(found.id, 'startup')) === 'success';
          if (probe === undefined || !isAsked || !isItsTurn) continue;
          const key = keyOf(found.id, kind);
          wanted.add(key);
          if (!probers.has(key)) begin(pod, record, { found, container, kind, probe });
        }
      }
      forget(record?.pod.uid ?? pod.metadata.uid ?? '', wanted);
    },
  };
}

interface Task {
  readonly pod: Readonly<Pod>;
  readonly container: Readonly<Container>;
  readonly found: ContainerRecord;
  readonly address: string;
  readonly kind: ProbeKind;
  readonly probe: Readonly<Probe>;
  readonly set: (result: ProbeResult) => void;
}

/** Checks again and again until it is stopped; a result counts when it has come up often enough in a row. */
function startProber({ runtime, events, clock }: ProbersOptions, task: Task): () => void {
  const { pod, container, found, address, kind, probe, set } = task;
  const {
    initialDelaySeconds = 0,
    periodSeconds = 10,
    timeoutSeconds = 1,
    successThreshold = 1,
    failureThreshold = 3,
  } = probe;
  const stopped = new AbortController();
  let last: ProbeResult | undefined;
  let row = 0;
  let isOver = false;
  const once = async (): Promise<void> => {
    if (isOver) return;
    const late = new AbortController();
    const timer = clock.after(timeoutSeconds * 1000, () => late.abort(new Error(`timed out after ${timeoutSeconds}s`)));
    const signal = AbortSignal.any([late.signal, stopped.signal]);
    const check = await runCheck(runtime, probe, { containerId: found.id, container, address }, signal);
    timer.cancel();
    if (stopped.signal.aborted) return;
    const event = probeEvent(kind, check);
    if (event !== undefined) events.record(pod, { ...event, ...containerField(pod, container.name) });
    if (check.result === 'unknown') return;
    const result = check.result === 'failure' ? 'failure' : 'success';
    row = result === last ? row + 1 : 1;
    last = result;
    if (row < (result === 'success' ? successThreshold : failureThreshold)) return;
    set(result);
    // A container that has started has started; one that is not alive will be replaced.
    isOver = kind === 'startup' || (kind === 'liveness' && result === 'failure');
  };
  let timer: Timer | undefined;
  const startedAt = found.state.type === 'running' ? found.state.startedAt : clock.now().getTime();
  const schedule = (ms: number) => {
    timer = clock.after(ms, () => {
      void once().finally(() => {
        if (!stopped.signal.aborted && !isOver) schedule(periodSeconds * 1000);
      });
    });
  };
  schedule(Math.max(0, startedAt + initialDelaySeconds * 1000 - clock.now().getTime()));
  return () => {
    stopped.abort(new Error('The probe was stopped'));
    timer?.cancel();
  };
}
