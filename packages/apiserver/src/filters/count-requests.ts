/** Counts and times requests for `/metrics`. */
import type { Clock, Metrics } from '@wherry/component';
import type { Filter } from '../handlers/exchange.ts';
import type { Directory } from '../registry/directory.ts';
import { requestSeries } from './request-series.ts';

export interface CountOptions {
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** What is served. */
  readonly resources: Pick<Directory, 'find'>;
}

export function countRequests({ metrics, clock, resources }: CountOptions): Filter {
  const seriesOf = requestSeries(metrics, resources);
  return (next) => async (exchange) => {
    const series = seriesOf(exchange.info);
    const start = clock.monotonic();
    if (!series.isLong) series.inFlight.add(1);
    try {
      await next(exchange);
    } finally {
      series.answered(exchange.response.statusCode).add();
      if (!series.isLong) {
        series.inFlight.add(-1);
        series.duration.observe((clock.monotonic() - start) / 1000);
      }
    }
  };
}
