/** What a request to the kubelet is, in the words of authorization: a verb on a part of its node. Pure. */
export interface NodeAccess {
  readonly verb: string;
  /** Any one of them will do. */
  readonly subresources: readonly string[];
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Paths with a part of their own, which `nodes/proxy` does not open. */
const OWN: readonly (readonly [string, string])[] = [
  ['/stats', 'stats'],
  ['/metrics', 'metrics'],
  ['/logs', 'log'],
  ['/checkpoint', 'checkpoint'],
];
/** Paths that `nodes/proxy` opens as well (KEP 2862). */
const FINE: readonly (readonly [string, string])[] = [
  ['/healthz', 'healthz'],
  ['/pods', 'pods'],
  ['/runningpods', 'pods'],
  ['/configz', 'configz'],
];

/** @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/ */
export function nodeAccess(method: string, path: string): NodeAccess {
  const verb = VERBS[method] ?? '';
  const own = OWN.find(([prefix]) => isBelow(path, prefix));
  if (own !== undefined) return { verb, subresources: [own[1]] };
  const fine = FINE.find(([prefix]) => isBelow(path.toLowerCase(), prefix));
  return { verb, subresources: [...(fine === undefined ? [] : [fine[1]]), 'proxy'] };
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
