/**
 * What becomes of a request: it is looked at, its route is found, and it goes on its way. Knows nothing of ports and
 * certificates, and nothing of the cluster: those who do hand it requests and plans.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { releasing, type Clock, type Running } from '@wherry/component';
import type { LiveRoute } from './forward/balance.ts';
import type { Dial } from './forward/endpoint-pool.ts';
import { Exchange, type ExchangeWorld } from './forward/exchange.ts';
import type { ForwardedResponse } from './forward/forwarded-response.ts';
import { LiveRoutes } from './forward/live-routes.ts';
import { requestCheck, type Asked } from './forward/request-check.ts';
import { forwardUpgrade, refuseUpgrade } from './forward/upgrade.ts';
import type { AnswerFailure } from './forward/upstream-connection.ts';
import type { Destination, RoutePlan } from './routes/route-plan.ts';

/** A request that is over, as logs and metrics see it. */
export interface Served {
  readonly request: IncomingMessage;
  /** Where it was to go; undefined when no route was found. */
  readonly destination: Destination | undefined;
  /** 499 when the client went away before an answer. */
  readonly status: number;
  /** Of the answer's body, in bytes. */
  readonly bytes: number;
  readonly milliseconds: number;
  /** The endpoint, or `-`. */
  readonly address: string;
  /** How many endpoints were tried. */
  readonly attempts: number;
}

/** Who is told. */
export interface GatewayObserver {
  served(served: Served): void;
  upstreamFailed(destination: Destination, kind: AnswerFailure['kind']): void;
}

export interface GatewayOptions {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly observer: GatewayObserver;
  /** Where clients find HTTPS: another port may lead to ours. */
  readonly httpsPort: () => number;
}

export interface Gateway extends Running {
  /** Makes these the routes. */
  apply(plan: RoutePlan): void;
  handle(request: IncomingMessage, response: ForwardedResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, first: Buffer): void;
}

const SWEEP_MS = 1000;
const HTTPS_ONLY = 'this is served by HTTPS only';
const USUAL_HTTPS_PORT = 443;
const UNKNOWN: Asked = { host: '', target: '/', path: '/' };

export function startGateway({ clock, dial, observer, httpsPort }: GatewayOptions): Gateway {
  const now = (): number => clock.monotonic();
  const routes = new LiveRoutes({ dial, now });
  const check = requestCheck();
  const newId = requestIds();
  const sweeper = clock.every(SWEEP_MS, () => routes.sweep());
  const world: ExchangeWorld = {
    find: (asked) => routes.find(asked),
    newId,
    now,
    upstreamFailed: (route, kind) => observer.upstreamFailed(route.destination, kind),
  };
  function responseClosed(this: ForwardedResponse): void {
    const { exchange, client } = this;
    if (client !== undefined) client.busy -= 1;
    if (exchange === undefined) return;
    exchange.closed();
    const { route, sent, startedAt, address, attempts } = exchange;
    observer.served({
      request: this.req,
      destination: route?.destination,
      status: this.headersSent ? this.statusCode : 499,
      bytes: sent,
      milliseconds: now() - startedAt,
      address,
      attempts,
    });
  }
  const handle = (request: IncomingMessage, response: ForwardedResponse): void => {
    const asked = check(request);
    const isRefused = 'status' in asked;
    const exchange = new Exchange(response, isRefused ? UNKNOWN : asked, world);
    response.exchange = exchange;
    response.on('close', responseClosed);
    if (isRefused) {
      response.setHeader('Connection', 'close');
      return exchange.refuse(asked.status, asked.reason);
    }
    const route = routes.find(asked);
    if (route === undefined) return exchange.refuse(404, noRoute(asked));
    if (route.destination.forcesHttps && !('encrypted' in request.socket)) {
      return redirect(exchange, response, { route, port: httpsPort() });
    }
    exchange.forward(route);
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, first: Buffer): void => {
    const startedAt = now();
    const { asked, refused } = upgradeAsked(request, check);
    const route = asked === undefined ? undefined : routes.find(asked);
    const finished = (outcome: { readonly status: number; readonly address: string }): void =>
      observer.served({
        request,
        destination: route?.destination,
        bytes: 0,
        milliseconds: now() - startedAt,
        attempts: 1,
        ...outcome,
      });
    socket.on('error', () => socket.destroy());
    if (asked === undefined || route === undefined) {
      const { status, reason } = refused ?? { status: 404, reason: noRoute(asked ?? UNKNOWN) };
      refuseUpgrade(socket, status, reason);
      finished({ status, address: '-' });
      return;
    }
    if (route.destination.forcesHttps && !('encrypted' in socket)) {
      refuseUpgrade(socket, 403, HTTPS_ONLY);
      finished({ status: 403, address: '-' });
      return;
    }
    forwardUpgrade({ request, socket, first, asked, route, newId, finished });
  };
  return {
    ...releasing(() => {
      sweeper.cancel();
      routes.destroy();
    }),
    apply: (plan) => routes.apply(plan),
    handle,
    upgrade,
  };
}

const noRoute = ({ host, path }: Asked): string =>
  `no Ingress has a route for ${host === '' ? 'requests without a host' : `host "${host}"`} and path ${JSON.stringify(path)}`;

/** Only what is one request and nothing more may take the connection over. */
function upgradeAsked(
  request: IncomingMessage,
  check: ReturnType<typeof requestCheck>,
): { readonly asked?: Asked; readonly refused?: { readonly status: number; readonly reason: string } } {
  const asked = check(request);
  if ('status' in asked) return { refused: asked };
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding !== undefined || (length !== undefined && length !== '0')) {
    return { refused: { status: 400, reason: 'a request to upgrade has a body' } };
  }
  return { asked };
}

interface SecureWay {
  readonly route: LiveRoute;
  readonly port: number;
}

function redirect(exchange: Exchange, response: ForwardedResponse, { route, port }: SecureWay): void {
  exchange.route = route;
  const { host, target } = exchange.asked;
  response.setHeader('Location', `https://${host}${port === USUAL_HTTPS_PORT ? '' : `:${port}`}${target}`);
  exchange.refuse(308, HTTPS_ONLY);
}

/** Names for requests: none is given twice, and none can be guessed from outside the machine. */
function requestIds(): () => string {
  const prefix = randomBytes(10).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return prefix + count.toString(16).padStart(12, '0');
  };
}
