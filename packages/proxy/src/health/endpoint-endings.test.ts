import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fakeClock } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endingPages } from './ending-pages.ts';
import { endpointEndings } from './endpoint-endings.ts';

type Slices = Parameters<ReturnType<typeof endpointEndings>['carriedOut']>[0];
type Others = ReturnType<Parameters<typeof endingPages>[0]['others']>;

const slicesOf = (...endpoints: { readonly uid: string; readonly terminating?: boolean }[]): Slices => [
  {
    metadata: { name: 'web' },
    addressType: 'IPv4',
    ports: [],
    endpoints: endpoints.map(({ uid, terminating = false }) => ({
      addresses: ['10.244.1.2'],
      conditions: { ready: !terminating, serving: true, terminating },
      targetRef: { kind: 'Pod', uid },
    })),
  },
];

/** What has become of a promise by now. */
const soFar = (asked: Promise<boolean>): Promise<boolean | 'waits'> =>
  Promise.race([asked, new Promise<'waits'>((resolve) => setImmediate(resolve, 'waits'))]);

describe('endpointEndings', () => {
  it.each([
    ['is no endpoint', slicesOf({ uid: 'b' }), true],
    ['ends', slicesOf({ uid: 'a', terminating: true }), true],
    ['is used', slicesOf({ uid: 'b' }, { uid: 'a' }), 'waits'],
    ['ends for one Service only', [...slicesOf({ uid: 'a', terminating: true }), ...slicesOf({ uid: 'a' })], 'waits'],
  ])('knows whether a pod %s', async (_, slices, expected) => {
    const endings = endpointEndings(fakeClock());
    endings.carriedOut(slices);
    expect(await soFar(endings.ended('a', 1000))).toBe(expected);
  });

  it('does not know before any rules are in force', async () => {
    expect(await soFar(endpointEndings(fakeClock()).ended('a', 1000))).toBe('waits');
  });

  it('answers as soon as the rules are others', async () => {
    const endings = endpointEndings(fakeClock());
    endings.carriedOut(slicesOf({ uid: 'a' }));
    const asked = endings.ended('a', 1000);
    endings.carriedOut(slicesOf({ uid: 'a', terminating: true }));
    expect(await asked).toBe(true);
  });

  it('says so when it takes too long', async () => {
    const clock = fakeClock();
    const endings = endpointEndings(clock);
    endings.carriedOut(slicesOf({ uid: 'a' }));
    const asked = endings.ended('a', 1000);
    await clock.advance(1000);
    expect(await asked).toBe(false);
  });
});

describe('endingPages', () => {
  const nodeAt = (ready: 'True' | 'Unknown') =>
    ({
      metadata: { name: 'other' },
      spec: {},
      status: {
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
        conditions: [{ type: 'Ready', status: ready }],
      },
    }) as unknown as Others[number];

  it.each([
    ['all ready nodes', nodeAt('True'), ['/endpoint-ended?pod=a'], false],
    ['no node that is not ready', nodeAt('Unknown'), [], true],
  ])('ask %s', async (_, node, expected, hasEnded) => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{"hasEnded":false}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const endings = endpointEndings(fakeClock());
    endings.carriedOut([]);
    const pages = endingPages({ endings, others: () => [node], port: (other.address() as AddressInfo).port });
    const query = new URLSearchParams({ pod: 'a' });
    const answer = await pages.everywhere['/endpoint-ended']?.(query);
    expect([asked, answer?.body]).toEqual([expected, JSON.stringify({ hasEnded })]);
    expect(await pages.own['/endpoint-ended']?.(query)).toMatchObject({ status: 200, body: '{"hasEnded":true}' });
  });
});
