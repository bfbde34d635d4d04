/**
 * What every process tells of itself over plain HTTP: `/healthz`, `/livez`, `/readyz`, each with `?verbose`, `?exclude=` and
 * one check alone at `/livez/<name>`, and `/metrics`. In the words of Kubernetes' processes.
 */
import { type HealthCheck, type HealthReport, pingCheck, reportHealth, reportOneCheck } from '../health.ts';
import { type Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { type HttpAnswer, type HttpListener, listenHttp, PLAIN_TEXT } from './http-listener.ts';
import type { ListenAddress } from './listen-address.ts';

export interface ServeHealthOptions extends ListenAddress {
  /** What has to be well for the process to be left running: `/livez` and `/healthz`, after `ping`. @default nothing */
  readonly livez?: readonly HealthCheck[];
  /** What has to be well, besides that, for it to do its work: `/readyz`. @default nothing */
  readonly readyz?: readonly HealthCheck[];
  /** What `/metrics` prints. @default there is no such page */
  readonly metrics?: Pick<Metrics, 'print'>;
  /** Further pages, by path; they come before those of the same path here. */
  readonly pages?: Readonly<Record<string, HealthPage>>;
  /** Where it is said which checks have failed, and why. */
  readonly log: Log;
}

/** A page, from what stands behind the `?`. */
export type HealthPage = (query: URLSearchParams) => HttpAnswer | Promise<HttpAnswer>;

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Resolves when it answers.
 * @throws Error, in the promise, when the port cannot be had
 */
export function serveHealth(options: ServeHealthOptions): Promise<HttpListener> {
  const { address, port, livez = [], readyz = [], metrics, pages = {}, log } = options;
  const alive = [pingCheck, ...livez];
  const checks = new Map([
    ['healthz', alive],
    ['livez', alive],
    ['readyz', [...alive, ...readyz]],
  ]);
  const report = async (path: string, query: URLSearchParams): Promise<HttpAnswer | undefined> => {
    const [, endpoint = '', name] = /^\/(\w+)(?:\/(.+))?$/.exec(path) ?? [];
    const asked = checks.get(endpoint);
    if (asked === undefined) return undefined;
    const about = { verbose: query.has('verbose'), exclude: query.getAll('exclude'), checks: asked };
    const found = name === undefined ? await reportHealth(endpoint, about) : await reportOneCheck(name, asked);
    if (found === undefined) return undefined;
    for (const failure of found.failures) log.info('check failed', { endpoint, ...failure });
    return answerOf(found);
  };
  return listenHttp({
    address,
    port,
    answer(path, query) {
      const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
      if (page !== undefined) return page(query);
      if (path === '/metrics' && metrics !== undefined)
        return { status: 200, body: metrics.print(), type: METRICS_TYPE };
      return report(path, query);
    },
  });
}

const answerOf = ({ status, body }: HealthReport): HttpAnswer => ({ status, body, type: PLAIN_TEXT });
