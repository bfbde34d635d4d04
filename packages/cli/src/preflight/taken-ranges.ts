/** Which addresses are in use on this machine: by networks of the engine, and by routes, such as those of a VPN. */
import { docker, linesOf, runCommand } from '../docker/docker.ts';
import type { TakenRange } from './plan-network.ts';

interface NetworkDescription {
  readonly Name: string;
  readonly IPAM: { readonly Config: readonly { readonly Subnet?: string }[] | null };
}

interface Route {
  readonly dst: string;
  readonly dev?: string;
}

/** Ranges larger than this are ways to everywhere, by which nobody in particular is reached. */
const leastBits = 8;

/** Of everybody: asked before the cluster has a network of its own. */
export async function takenRanges(): Promise<readonly TakenRange[]> {
  const [networks, routes] = await Promise.all([engineNetworks(), hostRoutes()]);
  const ranges = networks.flatMap(({ Name: name, IPAM: ipam }) =>
    (ipam.Config ?? []).map(({ Subnet: range = '' }) => ({ range, holder: `the Docker network "${name}"` })),
  );
  return [...ranges, ...routes.map(({ dst, dev = '?' }) => ({ range: dst, holder: `a route through ${dev}` }))];
}

async function engineNetworks(): Promise<readonly NetworkDescription[]> {
  const ids = linesOf(await docker(['network', 'ls', '--quiet', '--no-trunc']));
  // A network may end between the two questions.
  const answers = await Promise.all(ids.map((id) => docker(['network', 'inspect', id]).catch(() => '[]')));
  return answers.flatMap((answer) => JSON.parse(answer) as NetworkDescription[]);
}

/** Of this machine. Where the engine is in a machine of its own, they are not its routes, but those of a VPN matter too. */
async function hostRoutes(): Promise<readonly Route[]> {
  try {
    const text = await runCommand(['ip', '-json', '-4', 'route', 'show', 'table', 'all', 'type', 'unicast']);
    const routes = JSON.parse(text) as readonly Route[];
    return routes.filter(
      ({ dst, dev }) => dst !== 'default' && dev !== 'lo' && Number(dst.split('/')[1] ?? 32) >= leastBits,
    );
  } catch {
    return [];
  }
}
