import { systemClock } from '@wherry/component';
import { commands, describeRuntime } from '../runtime.contract.ts';
import type { ContainerSpec } from '../runtime.ts';
import { createFakeRuntime, type FakeProgram } from './fake-runtime.ts';

const programs = new Map<readonly string[] | undefined, FakeProgram>([
  [commands.succeed, { endsAfter: 1 }],
  [commands.fail, { endsAfter: 1, exitCode: 3 }],
  [commands.missing, { cannotStart: 'no such file or directory' }],
  [commands.deaf, { stopsAfter: undefined }],
  [commands.speak, { endsAfter: 1, output: ['one', 'two', 'three'] }],
  [commands.forever, { exec: () => ({ exitCode: 7, output: 'here\n' }) }],
]);

describeRuntime('the fake', () => {
  const program = ({ command }: ContainerSpec) => programs.get(command) ?? {};
  const runtime = createFakeRuntime({ clock: systemClock, program, images: ['app:1'] });
  return Promise.resolve({
    runtime,
    again: () => Promise.resolve(runtime),
    image: 'app:1',
    stop: () => Promise.resolve(),
  });
});
