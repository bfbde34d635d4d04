/** `pods/proxy`, `services/proxy`, `nodes/proxy`: HTTP, and what begins as HTTP, to a server within the cluster. */
import type { Target } from '../../connections/dial.ts';
import { passRequest } from '../../connections/pass-request.ts';
import { passUpgrade } from '../../connections/pass-upgrade.ts';
import type { Api } from '../../handlers/api.ts';
import type { VerbHandler } from '../../handlers/scope.ts';
import type { ResourceRequest } from '../../http/request-info.ts';
import { proxiedPath } from './proxied-path.ts';

/** Finds the server. @throws StatusError */
export type Locate = (api: Api, info: ResourceRequest) => Promise<Target>;

export const proxyHandler =
  (api: Api, locate: Locate): VerbHandler =>
  async ({ exchange, info }) => {
    const { request, response } = exchange;
    await api.cache.fresh();
    const target = await locate(api, info);
    const { path, prefix } = proxiedPath(info);
    const query = queryOf(request.url);
    if (exchange.upgrade !== undefined) {
      await passUpgrade(exchange, { ...api, target, path: `${path === '' ? '/' : path}${query}` });
    } else if (path === '' && (request.method === 'GET' || request.method === 'HEAD')) {
      // Relative links of the page would miss the server without the slash.
      response.writeHead(301, { Location: `${prefix}/${query}` }).end();
    } else {
      await passRequest(exchange, { ...api, target, path: `${path === '' ? '/' : path}${query}`, prefix });
    }
  };

/** With its question mark, as the client wrote it. */
const queryOf = (url = ''): string => /\?[^]*$/.exec(url)?.[0] ?? '';
