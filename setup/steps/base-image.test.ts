import { describe, expect, it } from 'vitest';
import { baseImage, baseImageStep } from './base-image.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';

/** A machine on which the commands that contain one of these words fail. */
function machineWhere(failing: readonly string[], more: Partial<Machine> = {}): Machine & { readonly ran: string[] } {
  const ran: string[] = [];
  return {
    root: '/checkout',
    platform: 'linux',
    arch: 'x64',
    isRoot: true,
    find: (command) => Promise.resolve(`/usr/bin/${command}`),
    run(command, args) {
      const line = [command, ...args].join(' ');
      if (failing.some((word) => line.includes(word))) return Promise.reject(new Error(line));
      ran.push(line);
      return Promise.resolve();
    },
    exists: () => Promise.resolve(false),
    startDaemon: () => Promise.resolve(),
    say: () => {},
    ran,
    ...more,
  };
}

describe('baseImageStep', () => {
  it('does nothing where the image is', async () => {
    expect(await baseImageStep.ensure(machineWhere([]))).toBe('already');
  });

  it("builds on Debian's image where a registry answers", async () => {
    const machine = machineWhere(['inspect']);
    expect(await baseImageStep.ensure(machine)).toBe('changed');
    expect(machine.ran.at(-1)).toContain(`docker build -q -t ${baseImage}`);
  });

  it('makes it from packages where none does', async () => {
    const machine = machineWhere(['inspect', 'pull']);
    expect(await baseImageStep.ensure(machine)).toBe('changed');
    expect(machine.ran.at(-1)).toMatch(/mmdebstrap .*\| docker import - wherry\/base:/);
  });

  it('says what to do where neither is possible', async () => {
    await expect(baseImageStep.ensure(machineWhere(['inspect', 'pull'], { isRoot: false }))).rejects.toThrow(
      SetUpError,
    );
  });
});
