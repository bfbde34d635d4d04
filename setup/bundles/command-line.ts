// How a component is started: its bundle, in a Node with the flags that suit it.

import { programNamed } from '../programs.ts';
import { bundleProgram } from './bundle.ts';

export interface CommandLine {
  /** The Node of this process: 26 or later. */
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command line that starts a program, its bundle made up to date.
 * @throws {Error} as {@link programNamed} and {@link bundleProgram}
 */
export async function programCommandLine(
  name: string,
  { root, args = [] }: { readonly root: string; readonly args?: readonly string[] },
): Promise<CommandLine> {
  const program = programNamed(name);
  const { file } = await bundleProgram(program, { root });
  return { command: process.execPath, args: [...program.nodeFlags, file, ...args] };
}
