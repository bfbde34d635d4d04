/**
 * `pods/exec`, `pods/attach`, `pods/portforward`: the client's connection is handed through to the kubelet of the pod's
 * node, which speaks WebSocket and SPDY with the client. This server decides who may, and finds pod, container and node.
 */
import { badRequest, forbidden } from '@wherry/api';
import { passUpgrade } from '../connections/pass-upgrade.ts';
import { plainFailure } from '../connections/plain-failure.ts';
import { attributesOf } from '../filters/authorize.ts';
import type { Api } from '../handlers/api.ts';
import type { Scope, VerbHandler } from '../handlers/scope.ts';
import { readFlag } from '../http/query-flag.ts';
import { containerOf, podOf } from './pod-container.ts';
import { readPorts, readText } from './query-options.ts';

/** The path at the kubelet, before namespace and pod, and the query that it is asked with. */
interface Stream {
  readonly path: string;
  /** Streams of one container, or of the pod as a whole. */
  readonly ofContainer: boolean;
  /** @throws StatusError 400 */
  readonly query: (query: URLSearchParams) => URLSearchParams;
}

export const execHandler = (api: Api): VerbHandler =>
  streamHandler(api, {
    path: '/exec',
    ofContainer: true,
    query: (query) => {
      const passed = new URLSearchParams(query.getAll('command').map((argument) => ['command', argument]));
      addStreams(passed, query);
      return passed;
    },
  });

export const attachHandler = (api: Api): VerbHandler =>
  streamHandler(api, {
    path: '/attach',
    ofContainer: true,
    query: (query) => addStreams(new URLSearchParams(), query),
  });

export const portForwardHandler = (api: Api): VerbHandler =>
  streamHandler(api, {
    path: '/portForward',
    ofContainer: false,
    query: (query) => {
      const ports = readPorts(query, 'ports');
      return new URLSearchParams(ports.length === 0 ? {} : { port: ports.join(',') });
    },
  });

/** What a kubelet calls the streams. */
const STREAMS = [
  ['stderr', 'error'],
  ['stdin', 'input'],
  ['stdout', 'output'],
  ['tty', 'tty'],
] as const;

function addStreams(passed: URLSearchParams, query: URLSearchParams): URLSearchParams {
  for (const [name, kubeletName] of STREAMS) if (readFlag(query, name)) passed.set(kubeletName, '1');
  return passed;
}

const streamHandler =
  (api: Api, { path, ofContainer, query: passedQuery }: Stream): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    assertMayCreate(api, scope);
    const query = passedQuery(info.query).toString();
    const pod = await podOf(api, scope);
    const container = ofContainer ? [containerOf(pod, readText(info.query, 'container'))] : [];
    const { nodeName = '' } = pod.spec;
    if (nodeName === '') throw badRequest(`pod ${info.name} does not have a host assigned`);
    const { kubelets } = api.outward;
    const at = await kubelets.locate(nodeName).catch((error: unknown) => {
      throw plainFailure(error);
    });
    const target = [path, info.namespace, info.name, ...container].join('/');
    await passUpgrade(exchange, {
      target: { ...at, tls: kubelets.tls() },
      path: query === '' ? target : `${target}?${query}`,
      ...api,
    });
  };

/**
 * A WebSocket begins with a GET, SPDY with a POST; who may only read may do neither.
 * @throws StatusError 403
 */
function assertMayCreate({ authorizer }: Api, { exchange, info }: Scope): void {
  if (info.verb === 'create') return;
  const attributes = { ...attributesOf(exchange.user, info), verb: 'create' };
  const { decision, reason } = authorizer.authorize(attributes);
  if (decision === 'allow') return;
  throw forbidden(reason, { resource: { group: info.group, resource: info.resource }, name: info.name });
}
