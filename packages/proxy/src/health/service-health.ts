/**
 * What load balancers ask about a Service that keeps outside traffic on the node: whether it has endpoints here. One
 * port a Service, its `healthCheckNodePort`.
 */
import {
  describeError,
  listenHttp,
  releasing,
  type HttpAnswer,
  type HttpListener,
  type Log,
  type Running,
} from '@wherry/component';
import type { TableEntry } from '../service-table.ts';

export interface ServiceCheck {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly localEndpoints: number;
}

export interface ServiceHealth extends Running {
  /** Opens and closes ports as the table asks for. Ports that cannot be had are told and tried again the next time. */
  keep(entries: readonly TableEntry[]): Promise<void>;
}

/** The checks of a table, one a Service. Pure. */
export function planServiceChecks(entries: readonly TableEntry[]): ServiceCheck[] {
  const found = new Map<string, { check: Omit<ServiceCheck, 'localEndpoints'>; ips: Set<string> }>();
  for (const { id, keepsSource, healthCheckNodePort, readyHere } of entries) {
    if (healthCheckNodePort === undefined || !keepsSource) continue;
    const service = id.slice(0, id.lastIndexOf(':'));
    const [namespace = '', name = ''] = service.split('/');
    const known = found.get(service) ?? { check: { namespace, name, port: healthCheckNodePort }, ips: new Set() };
    for (const ip of readyHere) known.ips.add(ip);
    found.set(service, known);
  }
  return [...found.values()].map(({ check, ips }) => ({ ...check, localEndpoints: ips.size }));
}

/** The answer for one Service. */
export function answerCheck({ namespace, name, localEndpoints }: ServiceCheck, isProxyHealthy: boolean): HttpAnswer {
  const body = { service: { namespace, name }, localEndpoints, serviceProxyHealthy: isProxyHealthy };
  return {
    status: localEndpoints > 0 && isProxyHealthy ? 200 : 503,
    body: JSON.stringify(body, undefined, '\t'),
    headers: { 'X-Load-Balancing-Endpoint-Weight': String(localEndpoints) },
  };
}

export interface ServiceHealthOptions {
  readonly isProxyHealthy: () => boolean;
  readonly log: Log;
  /** @default every address of the node */
  readonly address?: string;
}

export function serviceHealth({ isProxyHealthy, log, address = '0.0.0.0' }: ServiceHealthOptions): ServiceHealth {
  const listeners = new Map<number, HttpListener>();
  let checks = new Map<number, ServiceCheck>();
  const answerFor = (port: number) => (): HttpAnswer | undefined => {
    const check = checks.get(port);
    return check === undefined ? undefined : answerCheck(check, isProxyHealthy());
  };
  return {
    async keep(entries) {
      checks = new Map(planServiceChecks(entries).map((check) => [check.port, check]));
      for (const [port, listener] of listeners) {
        if (checks.has(port)) continue;
        listeners.delete(port);
        await listener.stop();
      }
      for (const port of checks.keys()) {
        if (listeners.has(port)) continue;
        try {
          listeners.set(port, await listenHttp({ address, port, answer: answerFor(port) }));
        } catch (error) {
          log.info('cannot answer health checks of a Service', { port, error: describeError(error) });
        }
      }
    },
    ...releasing(async () => {
      await Promise.all([...listeners.values()].map((listener) => listener.stop()));
    }),
  };
}
