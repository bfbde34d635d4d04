import { describe, expect, it } from 'vitest';
import type { Machine } from './machine.ts';
import { registryImage, registryImageStep } from './registry-image.ts';

/** A machine that has the image or not. */
function machineWith(hasImage: boolean): Machine & { readonly ran: string[] } {
  const ran: string[] = [];
  return {
    root: '/checkout',
    platform: 'linux',
    arch: 'x64',
    isRoot: true,
    find: (command) => Promise.resolve(`/usr/bin/${command}`),
    run(command, args) {
      const line = [command, ...args].join(' ');
      if (!hasImage && line.includes('inspect')) return Promise.reject(new Error(line));
      ran.push(line);
      return Promise.resolve();
    },
    exists: () => Promise.resolve(false),
    startDaemon: () => Promise.resolve(),
    say: () => {},
    ran,
  };
}

describe('registryImageStep', () => {
  it('does nothing where the image is', async () => {
    expect(await registryImageStep.ensure(machineWith(true))).toBe('already');
  });

  it('builds it where it is not', async () => {
    const machine = machineWith(false);
    expect(await registryImageStep.ensure(machine)).toBe('changed');
    expect(machine.ran).toEqual([
      expect.stringMatching(new RegExp(`docker-registry.*docker build -q -t ${registryImage} -$`)),
    ]);
  });
});
