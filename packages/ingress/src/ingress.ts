/** The ingress: Ingresses become answers on two ports. */
import { connect } from 'node:net';
import { IngressClasses, Ingresses } from '@wherry/api/networking-v1';
import {
  createClient,
  openTransport,
  startController,
  startEventRecorder,
  startInformer,
  type Connection,
} from '@wherry/client';
import { createMetrics, serveHealth, starting, type Clock, type Log, type Running } from '@wherry/component';
import { startRouteKeeper } from './cluster/route-keeper.ts';
import { statusController } from './cluster/status-controller.ts';
import type { IngressFlags } from './flags.ts';
import type { Dial } from './forward/endpoint-pool.ts';
import { startGateway } from './gateway.ts';
import { certificates } from './listen/certificates.ts';
import { defaultCertificate } from './listen/default-certificate.ts';
import { startWebListeners } from './listen/web-listeners.ts';
import { startAccessLog } from './report/access-log.ts';
import { ingressMetrics } from './report/ingress-metrics.ts';

export interface IngressOptions {
  readonly connection: Connection;
  readonly flags: IngressFlags;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens connections to endpoints. @default by TCP */
  readonly dial?: Dial;
  /** Takes the access log. @default stdout */
  readonly writeAccessLog?: (text: string) => void;
}

export interface Ingress extends Running {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where health and metrics are; undefined for nowhere. */
  readonly healthPort: number | undefined;
}

/** Starts; resolves when both ports answer by the routes that the cluster has now. */
export function startIngress(options: IngressOptions): Promise<Ingress> {
  const { connection, flags, clock, log, dial = dialTcp, writeAccessLog = writeOut } = options;
  return starting<Omit<Ingress, keyof Running>>(async (own) => {
    const transport = own(openTransport({ connection, userAgent: 'wherry-ingress' }));
    const client = createClient(transport);
    const events = own(startEventRecorder({ client, component: 'wherry-ingress', clock, log }));
    const registry = createMetrics();
    let isServing = false;
    const readyz = [
      {
        name: 'routes',
        check() {
          if (!isServing) throw new Error('the routes of the cluster are not known yet');
        },
      },
    ];
    const at = flags['healthz-bind-address'];
    const health = at === undefined ? undefined : own(await serveHealth({ ...at, readyz, metrics: registry, log }));
    let openConnections = (): number => 0;
    let publishedHttpsPort = flags['published-https-port'];
    const metrics = ingressMetrics(registry, { openConnections: () => openConnections() });
    const accessLog = flags['access-log'] ? own(startAccessLog({ clock, write: writeAccessLog })) : undefined;
    const gateway = own(
      startGateway({
        clock,
        dial,
        httpsPort: () => publishedHttpsPort,
        observer: {
          served(served) {
            metrics.served(served);
            accessLog?.served(served);
          },
          upstreamFailed: (destination, kind) => metrics.upstreamFailed(destination, kind),
        },
      }),
    );
    const shown = certificates();
    const shared = { client, clock, log };
    const classes = own(await startInformer({ ...shared, resource: IngressClasses }));
    const ingresses = own(await startInformer({ ...shared, resource: Ingresses }));
    const keeper = { ...shared, ingresses, classes, events };
    own(
      await startRouteKeeper({
        ...keeper,
        apply(plan) {
          const begin = clock.monotonic();
          gateway.apply(plan);
          shown.apply(plan.certificates);
          const hosts = plan.hosts.length;
          metrics.applied({ hosts, milliseconds: clock.monotonic() - begin, when: clock.now() });
        },
      }),
    );
    const listeners = own(
      await startWebListeners({
        address: flags['bind-address'],
        httpPort: flags['http-port'],
        httpsPort: flags['https-port'],
        gateway,
        certificates: shown,
        defaultCertificate: defaultCertificate(clock.now()),
        clock,
      }),
    );
    openConnections = () => listeners.openConnections();
    if (publishedHttpsPort === 0) publishedHttpsPort = listeners.httpsPort;
    const address = flags['publish-status-address'];
    if (address !== '') {
      own(await startController(statusController({ ...keeper, address }), { clock, log, metrics: registry }));
    }
    isServing = true;
    const { httpPort, httpsPort } = listeners;
    return { httpPort, httpsPort, healthPort: health?.port };
  });
}

/** By TCP. */
export const dialTcp: Dial = ({ ip, port }, onread) =>
  connect({ host: ip, port, noDelay: true, keepAlive: true, ...(onread === undefined ? {} : { onread }) });

const writeOut = (text: string): void => void process.stdout.write(text);
