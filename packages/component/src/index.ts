/** What every process of the cluster is made of: lifecycle, time, logs, flags, health and metrics. */
export { type Clock, systemClock, type Timer } from './clock.ts';
export { type FakeClock, fakeClock } from './fake-clock.ts';
export { formatDuration, parseDuration } from './flags/duration.ts';
export {
  booleanFlag,
  choiceFlag,
  customFlag,
  durationFlag,
  type Flag,
  type FlagTable,
  type FlagValues,
  integerFlag,
  listFlag,
  pairsFlag,
  portFlag,
  textFlag,
} from './flags/flag.ts';
export { type CommandLine, FlagError, parseFlags } from './flags/parse-flags.ts';
export {
  type HealthCheck,
  type HealthQuery,
  type HealthReport,
  pingCheck,
  reportHealth,
  reportOneCheck,
} from './health.ts';
export { createLog, describeError, type Fields, type Log, type LogLevel, type LogOptions, silentLog } from './log.ts';
export { type Host, type MainContext, type MainOptions, runMain } from './main.ts';
export {
  type Counter,
  createMetrics,
  type Family,
  type Gauge,
  type Histogram,
  type LabelValues,
  type MetricOptions,
  type Metrics,
} from './metrics/metrics.ts';
export { addProcessMetrics } from './metrics/process-metrics.ts';
export {
  type HttpAnswer,
  type HttpListener,
  listenHttp,
  type ListenOptions,
  PLAIN_TEXT,
} from './serving/http-listener.ts';
export { type ListenAddress, listenAddressFlag, parseListenAddress } from './serving/listen-address.ts';
export { serveHealth, type HealthPage, type ServeHealthOptions } from './serving/serve-health.ts';
export { type Own, type Release, releasing, type Running, starting } from './running.ts';
