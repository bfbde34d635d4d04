/** What `ip -json -details` prints, as the planner's picture of a node. Pure, and trusts no shape. */
import { GATEWAY, ROUTE_PROTOCOL, type NodePicture } from './plan-cables.ts';

const DEFAULT_MTU = 1500;

/** @param group the group of the devices that are ours */
export function readPicture(addresses: unknown, routes: unknown, group: string): NodePicture {
  const links = list(addresses).filter((link) => text(link, 'ifname') !== '');
  const devices = links
    .filter((link) => text(link, 'group') === group)
    .map((link) => [text(link, 'ifname'), { isUp: isUp(link), hasGateway: hasGateway(link) }] as const);
  const table = list(routes);
  const away = table.find((route) => text(route, 'dst') === 'default');
  const mtu = links.find((link) => text(link, 'ifname') === text(away, 'dev'));
  return {
    devices: new Map(devices),
    routes: new Map(
      table
        .filter((route) => text(route, 'type') === 'unicast' && !text(route, 'dst').includes('/'))
        .map((route) => [text(route, 'dst'), text(route, 'dev')]),
    ),
    blackholes: new Map(
      table
        .filter((route) => text(route, 'type') === 'blackhole')
        .map((route) => [text(route, 'dst'), { isOurs: text(route, 'protocol') === ROUTE_PROTOCOL }]),
    ),
    mtu: Number(field(mtu, 'mtu') ?? DEFAULT_MTU),
  };
}

const isUp = (link: unknown): boolean => list(field(link, 'flags')).includes('UP');
const hasGateway = (link: unknown): boolean =>
  list(field(link, 'addr_info')).some((info) => text(info, 'local') === GATEWAY && text(info, 'scope') === 'link');

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A field that is text; empty when it is not there. */
function text(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' ? found : '';
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
