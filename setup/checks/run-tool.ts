// Runs one of the tools in node_modules/.bin, with the Node that runs this process.

import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Tool {
  readonly root: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ToolResult {
  /** 0 for success; 128 + the signal's number is not distinguished from other failures. */
  readonly code: number;
  /** stdout and stderr, as they came; empty when they went straight to the terminal. */
  readonly output: string;
}

/** Runs the tool and keeps what it prints. */
export function runQuietly(tool: Tool): Promise<ToolResult> {
  return run(tool, 'pipe');
}

/** Runs the tool on the terminal of this process; SIGTERM and SIGHUP are handed on to it. */
export function runOnTerminal(tool: Tool): Promise<ToolResult> {
  return run(tool, 'inherit');
}

function run({ root, command, args, env }: Tool, stdio: 'pipe' | 'inherit'): Promise<ToolResult> {
  return new Promise((done) => {
    const bin = join(root, 'node_modules', '.bin');
    const path = [bin, process.env['PATH'] ?? ''].join(delimiter);
    const child = spawn(join(bin, command), args, {
      cwd: root,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', stdio, stdio],
    });
    const output: string[] = [];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    // ^C reaches the child through the terminal; this process stays to report what the child did with it.
    const stay = (): void => {};
    process.on('SIGTERM', handOn).on('SIGHUP', handOn).on('SIGINT', stay);
    const finish = (code: number): void => {
      process.off('SIGTERM', handOn).off('SIGHUP', handOn).off('SIGINT', stay);
      done({ code, output: output.join('') });
    };
    child.on('error', (error) => {
      output.push(`${command} could not be started: ${error.message}\n`);
      if (stdio === 'inherit') console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}
