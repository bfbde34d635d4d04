/** Measures one pod again and again: its cgroups stay open, and only what has changed in it is looked up anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@wherry/component';
import type { PodRecord, Runtime, SandboxRecord } from '../runtime/runtime.ts';
import type { CgroupTree } from './cgroup/cgroup-tree.ts';
import { openCgroup, type OpenCgroup } from './cgroup/open-cgroup.ts';
import { trafficIn, type DeviceTraffic } from './network-usage.ts';
import type { ContainerSample, PodSample, SandboxSample } from './sample.ts';

export interface MeterOptions {
  readonly tree: CgroupTree;
  readonly runtime: Pick<Runtime, 'pod'>;
  /** Where the processes of the node are seen. */
  readonly procRoot: string;
  /** What the kernel's answers are read into. */
  readonly buffer: Buffer;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const SANDBOX_AGE_MS = 8000;

interface Measured {
  readonly path: string;
  readonly cgroup: OpenCgroup;
}

export class PodMeter {
  readonly #options: MeterOptions;
  readonly #path: string;
  readonly #cgroup: OpenCgroup;
  readonly #containers = new Map<string, Measured>();
  #record: PodRecord;
  /** What the pod's cgroup looked like when the record was made; undefined: look again. */
  #children: number | undefined;

  #lastSandbox:
    { readonly at: number; readonly measured: Pick<ContainerSample, 'path' | 'usage'> | undefined } | undefined;

  constructor(options: MeterOptions, { path, record }: { readonly path: string; readonly record: PodRecord }) {
    this.#options = options;
    this.#path = path;
    this.#record = record;
    this.#cgroup = this.#open(path);
  }

  /** Undefined when the pod has gone. */
  async read(): Promise<PodSample | undefined> {
    await this.#lookAgain();
    const usage = this.#cgroup.read(this.#options.clock.monotonic());
    if (usage === undefined) return undefined;
    const [newest] = this.#record.sandboxes;
    return {
      pod: this.#record.pod,
      startedAt: newest?.createdAt ?? 0,
      path: this.#path,
      usage,
      sandbox: newest === undefined ? undefined : this.#sandbox(newest),
      containers: this.#record.containers.flatMap((record) => this.#container(record) ?? []),
    };
  }

  close(): void {
    this.#cgroup.close();
    for (const { cgroup } of this.#containers.values()) cgroup.close();
  }

  async #lookAgain(): Promise<void> {
    const { tree, runtime } = this.#options;
    const children = tree.children(this.#path);
    if (children === this.#children) return;
    this.#lastSandbox = undefined;
    this.#record = (await runtime.pod(this.#record.pod.uid)) ?? this.#record;
    const present = tree.containers(this.#path);
    for (const [id, { cgroup }] of this.#containers) {
      if (present.has(id)) continue;
      cgroup.close();
      this.#containers.delete(id);
    }
    for (const [id, path] of present) {
      if (!this.#containers.has(id)) this.#containers.set(id, { path, cgroup: this.#open(path) });
    }
    const known = new Set([...this.#record.sandboxes, ...this.#record.containers].map(({ id }) => id));
    // One that is just being made: the engine will know of it the next time.
    this.#children = [...present.keys()].every((id) => known.has(id)) ? children : undefined;
  }

  #sandbox({ id, createdAt, network, pid }: SandboxRecord): SandboxSample | undefined {
    const now = this.#options.clock.monotonic();
    // It does next to nothing, and few ask for it.
    if (this.#lastSandbox === undefined || now - this.#lastSandbox.at > SANDBOX_AGE_MS)
      this.#lastSandbox = { at: now, measured: this.#measure(id) };
    const { measured } = this.#lastSandbox;
    if (measured === undefined) return undefined;
    // In the network of the node it is the node's traffic.
    const traffic = network === 'host' || pid === undefined ? [] : this.#traffic(pid);
    return { id, ...measured, startedAt: createdAt, traffic };
  }

  #container({ id, name, image, state }: PodRecord['containers'][number]): ContainerSample | undefined {
    const measured = this.#measure(id);
    if (measured === undefined || state.type !== 'running') return undefined;
    return { id, name, image, startedAt: state.startedAt, pid: state.pid, ...measured };
  }

  #measure(id: string): Pick<ContainerSample, 'path' | 'usage'> | undefined {
    const measured = this.#containers.get(id);
    const usage = measured?.cgroup.read(this.#options.clock.monotonic());
    if (measured !== undefined && usage !== undefined) return { path: measured.path, usage };
    // Another one may have taken its place, which leaves their number as it was.
    if (measured !== undefined) this.#children = undefined;
    return undefined;
  }

  #traffic(pid: number): DeviceTraffic[] {
    try {
      // Not kept open: that would keep the network of a pod that has gone.
      return trafficIn(readFileSync(join(this.#options.procRoot, String(pid), 'net/dev'), 'latin1'));
    } catch {
      return [];
    }
  }

  #open(path: string): OpenCgroup {
    const { tree, buffer } = this.#options;
    return openCgroup({ version: tree.version, root: tree.root, path }, buffer);
  }
}
