import type { EventText } from '@wherry/client';
import { silentLog, systemClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { containerSpec, sandboxSpec } from '../runtime/testing/specs.ts';
import { killContainer } from './kill-containers.ts';
import { podOf } from './testing/pictures.ts';

const preStop = { exec: { command: ['say', 'goodbye'] } };
const pod = podOf({ containers: [{ name: 'app', image: 'app:1', lifecycle: { preStop } }] });

async function subject() {
  const heard: string[] = [];
  const exec = (command: readonly string[]) => {
    heard.push(command.join(' '));
    return { exitCode: 0, output: '' };
  };
  const clock = systemClock;
  const runtime = createFakeRuntime({ clock, program: () => ({ exec }) });
  const spec = sandboxSpec();
  const { id: sandboxId } = await runtime.startSandbox(spec);
  const id = await runtime.createContainer(containerSpec({ pod: spec.pod, sandboxId }));
  await runtime.startContainer(id);
  const find = async () => (await runtime.pod(spec.pod.uid))?.containers.find((container) => container.id === id);
  const told: string[] = [];
  const record = (_pod: object, { reason }: EventText) => void told.push(reason);
  const context = { clock, events: { record }, lastWishes: new Set<string>(), log: silentLog, runtime };
  const kill = async (signal: AbortSignal) => {
    const found = await find();
    if (found === undefined) throw new Error('there is no container');
    const killing = { pod, found, address: '10.244.1.7', graceSeconds: 30, message: 'Stopping container app', signal };
    return killContainer(context, killing);
  };
  return { kill, heard, told, state: async () => (await find())?.state.type };
}

describe('killContainer', () => {
  it('lets a container have its last wish, and ends it', async () => {
    const { kill, heard, told, state } = await subject();
    await kill(new AbortController().signal);
    expect([heard, told, await state()]).toEqual([['say goodbye'], ['Killing'], 'exited']);
  });

  it('lets it have its wish also when it was called off before', async () => {
    const { kill, heard, told, state } = await subject();
    await expect(kill(AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
    expect([heard, told, await state()]).toEqual([[], [], 'running']);
    await kill(new AbortController().signal);
    expect([heard, told, await state()]).toEqual([['say goodbye'], ['Killing'], 'exited']);
  });
});
