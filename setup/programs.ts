// The components as programs: where each begins, and how its Node is started. Whoever starts one (npm run, the tests,
// the benchmarks, an image) takes the command line from here, so that all of them start the same thing.

export interface Program {
  /** What it is called: `npm run <name>`. */
  readonly name: string;
  /** Its main file, from the root of the checkout. */
  readonly entry: string;
  /** The flags of Node and V8 that it runs with. */
  readonly nodeFlags: readonly string[];
}

/**
 * Bounds on what V8 adds to what is alive: its young generation, and by how much the heap may grow between two full
 * collections. Left to itself it lets an apiserver with 10,000 small objects grow to 270 MB, of which 40 are alive; so
 * it stays at 180, for the same processor time. Tighter ones (8 MB, 30 %) save another 20 MB and cost a tenth more of it.
 */
const boundedHeap = ['--max-semi-space-size=16', '--heap-growing-percent=60'];

/** The others wait most of the time: a small young generation costs them nothing, and there is one of them on every node. */
const smallHeap = ['--max-semi-space-size=2', '--heap-growing-percent=60'];

export const programs: readonly Program[] = [
  { name: 'apiserver', entry: 'packages/apiserver/src/main.ts', nodeFlags: boundedHeap },
  { name: 'controller-manager', entry: 'packages/controller-manager/src/main.ts', nodeFlags: smallHeap },
  { name: 'scheduler', entry: 'packages/scheduler/src/main.ts', nodeFlags: smallHeap },
  { name: 'kubelet', entry: 'packages/kubelet/src/main.ts', nodeFlags: smallHeap },
  { name: 'proxy', entry: 'packages/proxy/src/main.ts', nodeFlags: smallHeap },
  // http-proxy uses util._extend, of which Node warns.
  { name: 'ingress', entry: 'packages/ingress/src/main.ts', nodeFlags: ['--disable-warning=DEP0060', ...boundedHeap] },
  { name: 'keeper', entry: 'packages/cli/src/keeper/main.ts', nodeFlags: smallHeap },
  // Nodes that run nothing, for large clusters on a small machine.
  { name: 'hollow', entry: 'packages/kubelet/src/hollow/main.ts', nodeFlags: boundedHeap },
  { name: 'gate', entry: 'packages/gate/src/main.ts', nodeFlags: smallHeap },
];

/** @throws {Error} when there is no such program */
export function programNamed(name: string): Program {
  const program = programs.find((candidate) => candidate.name === name);
  if (program !== undefined) return program;
  throw new Error(`There is no program ${name}; there are: ${programs.map((known) => known.name).join(', ')}`);
}
