/** `/livez`, `/readyz` and the older `/healthz`: whether the server is well, as a whole and check by check. */
import { reportHealth, reportOneCheck, type HealthCheck, type HealthReport, type Log } from '@wherry/component';
import type { Exchange } from '../handlers/exchange.ts';
import { send } from '../handlers/send.ts';
import type { Route } from './route.ts';
import { sendNotFound } from './unknown-path.ts';

export interface HealthOptions {
  /** What has to be well for the process to go on; also what `/healthz` reports. */
  readonly livez: readonly HealthCheck[];
  /** What has to be well for requests to be sent here. */
  readonly readyz: readonly HealthCheck[];
  readonly log: Log;
}

export function healthRoutes({ livez, readyz, log }: HealthOptions): Route[] {
  return [
    ...endpointRoutes('healthz', livez, log),
    ...endpointRoutes('livez', livez, log),
    ...endpointRoutes('readyz', readyz, log),
  ];
}

function endpointRoutes(endpoint: string, checks: readonly HealthCheck[], log: Log): Route[] {
  const answer = (exchange: Exchange, report: HealthReport): void => {
    for (const { name, reason } of report.failures) log.info('health check failed', { endpoint, check: name, reason });
    send(exchange, report.body, {
      status: report.status,
      contentType: 'text/plain; charset=utf-8',
      headers: { 'X-Content-Type-Options': 'nosniff' },
    });
  };
  return [
    {
      pattern: `/${endpoint}`,
      async answer(exchange) {
        const { query } = exchange.info;
        const options = { verbose: query.has('verbose'), exclude: query.getAll('exclude') };
        answer(exchange, await reportHealth(endpoint, { checks, ...options }));
      },
    },
    {
      pattern: `/${endpoint}/*check`,
      listed: () => checks.map(({ name }) => `/${endpoint}/${name}`),
      async answer(exchange, { check }) {
        const name = typeof check === 'string' ? check : (check ?? []).join('/');
        const report = await reportOneCheck(name, checks);
        if (report === undefined) sendNotFound(exchange);
        else answer(exchange, report);
      },
    },
  ];
}
