import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { Leases } from '@wherry/api/coordination-v1';
import { createClient, openTransport, type Transport } from '@wherry/client';
import { parseFlags, releasing, silentLog, systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import type { ControllerEntry } from './context.ts';
import { startControllerManager } from './controller-manager.ts';
import { controllerManagerFlags } from './flags.ts';

let api: TestApi;
let transport: Transport;
beforeAll(async () => {
  api = await startTestApi();
  transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
});
afterAll(async () => {
  await transport.stop();
  await api.stop();
});

/** A controller that notes when it starts and stops. */
function noted(name: string, notes: string[]): ControllerEntry {
  return {
    name,
    async start() {
      notes.push(`${name} starts`);
      return releasing(() => void notes.push(`${name} stops`));
    },
  };
}

function start(notes: string[], ...flags: string[]) {
  const line = parseFlags(controllerManagerFlags, ['--healthz-bind-address=', ...flags]);
  if (line.help) throw new Error('no help was asked for');
  return startControllerManager({
    connection: { server: api.url, ...api.pki },
    flags: line.values,
    clock: systemClock,
    log: silentLog,
    controllers: [noted('one', notes), noted('two', notes)],
  });
}

describe('startControllerManager()', () => {
  it('runs the controllers that are chosen', async () => {
    const notes: string[] = [];
    const manager = await start(notes, '--leader-elect=false', '--controllers=*,-two');
    expect(notes).toEqual(['one starts']);
    await manager.stop();
    expect(notes).toEqual(['one starts', 'one stops']);
  });

  it('lets only one of several work, and the next when that one stops', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    const leader = await start(first);
    await eventually(() => expect(first).toHaveLength(2));
    const standby = await start(second);
    const place = { namespace: 'kube-system', name: 'kube-controller-manager' };
    const { spec } = await createClient(transport).get(Leases, place);
    expect(spec.holderIdentity).toContain('_');
    expect(second).toEqual([]);
    await leader.stop();
    expect(first).toEqual(['one starts', 'two starts', 'two stops', 'one stops']);
    await eventually(() => expect(second).toEqual(['one starts', 'two starts']));
    await standby.stop();
  });

  it('does not start with a controller that there is not', async () => {
    await expect(start([], '--controllers=three')).rejects.toThrow('"three" is not in the list of known controllers');
  });
});
