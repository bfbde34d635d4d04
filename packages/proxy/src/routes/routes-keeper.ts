/**
 * Keeps the routes of a node as planned. What the kernel has is read every time, so that it does not matter who has
 * changed it. Only routes with this program's own mark are touched.
 */
import type { IpCommand } from './ip-command.ts';
import { list, text } from './ip-json.ts';
import { addressCommand, readAddresses } from './addresses.ts';
import { NOWHERE, type RoutesPlan } from './plan-routes.ts';

export interface RoutesKeeper {
  /** Makes the routes so. @throws IpError for what the kernel refused; everything else is done all the same */
  keep(plan: RoutesPlan): Promise<'unchanged' | 'changed'>;
}

/** By this number of a routing protocol our routes are told from those of others. */
export const ROUTE_PROTOCOL = '87';

export function routesKeeper({ ip, hasIpv6 }: { readonly ip: IpCommand; readonly hasIpv6: boolean }): RoutesKeeper {
  const families = hasIpv6 ? (['-4', '-6'] as const) : (['-4'] as const);
  return {
    async keep(plan) {
      const isNew = await ensureDevice(ip);
      const [routes, addresses] = await Promise.all([
        Promise.all(families.map((family) => readRoutes(ip, family))).then((lists) => lists.flat()),
        readAddresses(ip, NOWHERE),
      ]);
      const commands = [
        ...difference(plan.addresses, addresses).map(({ isWanted, item }) =>
          addressCommand(item, { device: NOWHERE, isWanted }),
        ),
        ...difference(plan.routes, routes).map(
          ({ isWanted, item }) => `route ${isWanted ? 'replace' : 'del'} ${item} proto ${ROUTE_PROTOCOL}`,
        ),
      ];
      if (commands.length > 0) await ip.batch(commands);
      return isNew || commands.length > 0 ? 'changed' : 'unchanged';
    },
  };
}

/** What has to go, then what has to come: a route that changes is taken away only by being replaced. */
function difference(
  wanted: readonly string[],
  present: readonly string[],
): { readonly isWanted: boolean; readonly item: string }[] {
  const destination = (route: string): string => route.replace(/^blackhole /, '').split(' ')[0] ?? '';
  const kept = new Set(wanted.map(destination));
  const gone = present.filter((item) => !wanted.includes(item) && !kept.has(destination(item)));
  const added = wanted.filter((item) => !present.includes(item));
  return [...gone.map((item) => ({ isWanted: false, item })), ...added.map((item) => ({ isWanted: true, item }))];
}

/** A bridge without ports: every kernel that runs containers has bridges. */
async function ensureDevice(ip: IpCommand): Promise<boolean> {
  const links = list(await ip.read(['link', 'show', 'type', 'bridge']));
  if (links.some((link) => text(link, 'ifname') === NOWHERE && JSON.stringify(link).includes('"UP"'))) return false;
  const isThere = links.some((link) => text(link, 'ifname') === NOWHERE);
  await ip.batch([
    ...(isThere ? [] : [`link add ${NOWHERE} type bridge`, `link set ${NOWHERE} addrgenmode none`]),
    `link set ${NOWHERE} up`,
  ]);
  return true;
}

async function readRoutes(ip: IpCommand, family: '-4' | '-6'): Promise<string[]> {
  const routes = list(await ip.read([family, 'route', 'show', 'proto', ROUTE_PROTOCOL]));
  return routes.map((route) => {
    const [dst, gateway, device] = ['dst', 'gateway', 'dev'].map((key) => text(route, key));
    if (text(route, 'type') === 'blackhole') return `blackhole ${dst}`;
    return gateway === '' ? `${dst} dev ${device}` : `${dst} via ${gateway}`;
  });
}
