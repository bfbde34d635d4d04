import { isTooManyRequests } from '@wherry/api';
import { describe, expect, it } from 'vitest';
import type { UserInfo } from '../auth/user.ts';
import type { Exchange } from '../handlers/exchange.ts';
import { parseRequestInfo } from '../http/request-info.ts';
import { limitInFlight } from './limit-in-flight.ts';

const user = (...groups: string[]): UserInfo => ({ name: 'u', groups, extra: {} });

/** An exchange as far as the filter looks at it. */
const exchange = (method: string, target: string, by = user()): Exchange =>
  ({ info: parseRequestInfo(method, target), user: by }) as Exchange;

/** A handler that stays busy until it is let go. */
function busy() {
  const gate = Promise.withResolvers<void>();
  const run = limitInFlight({ reading: 1, changing: 1 })(() => gate.promise);
  return { run: async (request: Exchange) => run(request), release: gate.resolve };
}

describe('limitInFlight', () => {
  it('turns away what comes over the limit and lets the next in when there is room', async () => {
    const { run, release } = busy();
    const first = run(exchange('GET', '/api/v1/pods'));
    await expect(run(exchange('GET', '/api/v1/nodes'))).rejects.toSatisfy(isTooManyRequests);
    release();
    await first;
    await expect(run(exchange('GET', '/api/v1/nodes'))).resolves.toBeUndefined();
  });

  it('counts reading and changing requests apart', async () => {
    const { run, release } = busy();
    const both = [run(exchange('GET', '/api/v1/pods')), run(exchange('POST', '/api/v1/namespaces/a/pods'))];
    await expect(run(exchange('DELETE', '/api/v1/namespaces/a/pods/x'))).rejects.toSatisfy(isTooManyRequests);
    release();
    await Promise.all(both);
  });

  it.each([
    ['a watch', exchange('GET', '/api/v1/pods?watch=1')],
    ['a log stream', exchange('GET', '/api/v1/namespaces/a/pods/x/log')],
    ['the cluster’s owner', exchange('GET', '/api/v1/pods', user('system:masters'))],
  ])('does not turn away %s', async (_, request) => {
    const { run, release } = busy();
    const first = run(exchange('GET', '/api/v1/pods'));
    const second = run(request);
    release();
    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
  });
});
