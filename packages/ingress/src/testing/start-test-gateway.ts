/** A gateway on a free port, with routes that are given and no cluster. */
import { connect } from 'node:net';
import { starting, systemClock, type Clock, type Running } from '@wherry/component';
import type { Dial } from '../forward/endpoint-pool.ts';
import type { AnswerFailure } from '../forward/upstream-connection.ts';
import { startGateway, type Served } from '../gateway.ts';
import { certificates } from '../listen/certificates.ts';
import { defaultCertificate } from '../listen/default-certificate.ts';
import { startWebListeners } from '../listen/web-listeners.ts';
import type { Destination, Endpoint, RoutePlan, ServerCertificate } from '../routes/route-plan.ts';

export interface TestGateway extends Running {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly served: Served[];
  readonly failures: AnswerFailure['kind'][];
  /** Sends everything to these. */
  use(...endpoints: readonly Endpoint[]): void;
  apply(plan: Partial<RoutePlan>): void;
  show(certificates: ReadonlyMap<string, ServerCertificate>): void;
}

export interface TestGatewayOptions {
  readonly clock?: Clock;
  readonly dial?: Dial;
  readonly headTimeout?: number;
  /** Where clients find HTTPS. @default 443 */
  readonly publishedHttpsPort?: number;
}

/** Where all requests go. */
export function destinationOf(endpoints: readonly Endpoint[], rest: Partial<Destination> = {}): Destination {
  const problem = endpoints.length === 0 ? 'service "default/web" has no ready endpoints' : undefined;
  const upstream = { id: 'default/web:80', namespace: 'default', service: 'web', endpoints, problem };
  return { upstream, namespace: 'default', ingress: 'web', forcesHttps: false, ...rest };
}

export function startTestGateway({
  clock = systemClock,
  dial = dialTcp,
  headTimeout,
  publishedHttpsPort = 443,
}: TestGatewayOptions = {}): Promise<TestGateway> {
  return starting<Omit<TestGateway, keyof Running>>(async (own) => {
    const served: Served[] = [];
    const failures: AnswerFailure['kind'][] = [];
    const shown = certificates();
    const observer = {
      served: (one: Served) => void served.push(one),
      upstreamFailed: (_destination: Destination, kind: AnswerFailure['kind']) => void failures.push(kind),
    };
    const gateway = own(startGateway({ clock, dial, observer, httpsPort: () => publishedHttpsPort }));
    const listeners = own(
      await startWebListeners({
        address: '127.0.0.1',
        httpPort: 0,
        httpsPort: 0,
        gateway,
        certificates: shown,
        clock,
        ...(headTimeout === undefined ? {} : { headTimeout }),
        defaultCertificate: defaultCertificate(new Date()),
      }),
    );
    const apply = (plan: Partial<RoutePlan>): void =>
      gateway.apply({ hosts: [], fallback: undefined, certificates: new Map(), notices: [], ...plan });
    return {
      httpPort: listeners.httpPort,
      httpsPort: listeners.httpsPort,
      served,
      failures,
      apply,
      use: (...endpoints) => apply({ fallback: destinationOf(endpoints) }),
      show: (given) => shown.apply(given),
    };
  });
}

const dialTcp: Dial = ({ ip, port }, onread) =>
  connect({ host: ip, port, noDelay: true, ...(onread === undefined ? {} : { onread }) });
