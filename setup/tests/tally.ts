// Counts a test run so that nothing that went wrong is lost: a file that could not be collected, a hook that failed,
// an error outside any test, a crash of the runner, and a run without a single test are failures like any other.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0 };

/**
 * Counts one run of vitest.
 * @param text the JSON report, or undefined when the runner left none
 * @param exitCode what the runner ended with
 */
export function tallyOf(text: string | undefined, { exitCode }: { exitCode: number }): Tally {
  const report = text === undefined ? undefined : parseReport(text);
  if (report === undefined) return { ...emptyTally, failed: 1 };
  const tally = report.testResults.map(tallyFile).reduce(add, emptyTally);
  const unexplained = exitCode !== 0 && tally.failed === 0;
  const nothingRan = tally.passed + tally.failed === 0;
  return unexplained || nothingRan ? add(tally, { ...emptyTally, failed: 1 }) : tally;
}

/** The sum of two tallies. */
export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The closing line that people and CI read. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function tallyFile({ status, assertionResults }: FileResult): Tally {
  const passed = assertionResults.filter((test) => test.status === 'passed').length;
  const failed = assertionResults.filter((test) => test.status === 'failed').length;
  const skipped = assertionResults.length - passed - failed;
  const failedOutsideTests = status === 'failed' && failed === 0;
  return { passed, failed: failedOutsideTests ? 1 : failed, skipped };
}

function parseReport(text: string): Report | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isReport(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isReport(value: unknown): value is Report {
  return isObject(value) && Array.isArray(value['testResults']) && value['testResults'].every(isFileResult);
}

function isFileResult(value: unknown): value is FileResult {
  return (
    isObject(value) &&
    typeof value['status'] === 'string' &&
    Array.isArray(value['assertionResults']) &&
    value['assertionResults'].every((test) => isObject(test) && typeof test['status'] === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
