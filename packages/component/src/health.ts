/**
 * Named health checks and the text that /healthz, /livez and /readyz answer with. The wording is that of Kubernetes,
 * because scripts and people grep it. Serving it is the business of whoever listens.
 *
 * @see https://kubernetes.io/docs/reference/using-api/health-checks/
 */
import { describeError } from './log.ts';

/** One thing that has to be well. */
export interface HealthCheck {
  /** Stands in the output and in the path `/livez/<name>`. */
  readonly name: string;
  /** Throws, or rejects, when it is not well. */
  check(): void | Promise<void>;
}

/** What to answer. */
export interface HealthReport {
  readonly status: 200 | 500;
  readonly body: string;
  /** The checks that failed and why; for the log only, never for an unauthenticated client. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
}

export interface HealthQuery {
  /** Whether `?verbose` was given. @default false */
  readonly verbose?: boolean;
  /** The values of all `?exclude=`. @default none */
  readonly exclude?: readonly string[];
}

/** The check that passes whenever the process can answer at all. */
export const pingCheck: HealthCheck = { name: 'ping', check: () => undefined };

/**
 * Runs the checks of one endpoint, all at the same time.
 *
 * @param endpoint its name as the output has it: `healthz`, `livez` or `readyz`.
 */
export async function reportHealth(
  endpoint: string,
  options: HealthQuery & { readonly checks: readonly HealthCheck[] },
): Promise<HealthReport> {
  const unknown = new Set(options.exclude);
  const results = await Promise.all(
    options.checks.map(async (check) => {
      if (unknown.delete(check.name)) return { line: `[+]${check.name} excluded: ok\n` };
      const reason = await failureOf(check);
      if (reason === undefined) return { line: `[+]${check.name} ok\n` };
      return { line: `[-]${check.name} failed: reason withheld\n`, failure: { name: check.name, reason } };
    }),
  );
  const failures = results.flatMap((result) => (result.failure ? [result.failure] : []));
  let lines = results.map((result) => result.line).join('');
  if (unknown.size > 0) {
    const names = [...unknown].toSorted().map((name) => JSON.stringify(name));
    lines += `warn: some health checks cannot be excluded: no matches for ${names.join(',')}\n`;
  }
  if (failures.length > 0) return { status: 500, body: `${lines}${endpoint} check failed\n`, failures };
  return { status: 200, body: options.verbose ? `${lines}${endpoint} check passed\n` : 'ok', failures };
}

/** Runs a single check, as `/livez/<name>` does. Undefined when there is no check of that name. */
export async function reportOneCheck(name: string, checks: readonly HealthCheck[]): Promise<HealthReport | undefined> {
  const check = checks.find((candidate) => candidate.name === name);
  if (!check) return undefined;
  const reason = await failureOf(check);
  if (reason === undefined) return { status: 200, body: 'ok', failures: [] };
  return { status: 500, body: `internal server error: ${reason}\n`, failures: [{ name, reason }] };
}

async function failureOf(check: HealthCheck): Promise<string | undefined> {
  try {
    await check.check();
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}
