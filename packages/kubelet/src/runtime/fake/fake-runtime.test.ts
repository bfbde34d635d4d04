import { systemClock } from '@wherry/component';
import { commands, describeRuntime } from '../runtime.contract.ts';
import { RuntimeError, type ContainerSpec, type StreamPeer } from '../runtime.ts';
import { createFakeRuntime, type FakeProgram } from './fake-runtime.ts';

/** `commands.echo`, whoever says it. */
async function echo({ stdin, write, signal }: StreamPeer): Promise<number> {
  for await (const bytes of stdin ?? []) await write('stdout', bytes);
  await write('stderr', Buffer.from('end\n'));
  if (signal.aborted) throw new RuntimeError('the client has gone');
  return 3;
}

const programs = new Map<readonly string[] | undefined, FakeProgram>([
  [commands.succeed, { endsAfter: 1 }],
  [commands.fail, { endsAfter: 1, exitCode: 3 }],
  [commands.missing, { cannotStart: 'no such file or directory' }],
  [commands.deaf, { stopsAfter: undefined }],
  [commands.speak, { endsAfter: 1, output: ['one', { stream: 'stderr', line: 'two' }, 'three'] }],
  [commands.forever, { exec: () => ({ exitCode: 7, output: 'here\n' }), talk: echo }],
  [commands.echo, { talk: echo }],
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
