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

export const programs: readonly Program[] = [
  {
    name: 'apiserver',
    entry: 'packages/apiserver/src/main.ts',
    nodeFlags: ['--max-semi-space-size=8', '--heap-growing-percent=30'],
  },
];

/** @throws {Error} when there is no such program */
export function programNamed(name: string): Program {
  const program = programs.find((candidate) => candidate.name === name);
  if (program !== undefined) return program;
  throw new Error(`There is no program ${name}; there are: ${programs.map((known) => known.name).join(', ')}`);
}
