import { describe, expect, it } from 'vitest';
import { add, tallyLine, tallyOf } from './tally.ts';

function report(...files: { status: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });
}

describe('tallyOf', () => {
  const cases: { name: string; text: string | undefined; exitCode: number; line: string }[] = [
    {
      name: 'adds up the tests of every file',
      text: report(
        { status: 'passed', tests: ['passed', 'passed'] },
        { status: 'passed', tests: ['passed', 'pending'] },
      ),
      exitCode: 0,
      line: '3 passed, 0 failed, 1 skipped',
    },
    {
      name: 'counts a failed test once, not its file as well',
      text: report({ status: 'failed', tests: ['failed', 'passed'] }),
      exitCode: 1,
      line: '1 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a file that could not be collected as a failure',
      text: report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] }),
      exitCode: 1,
      line: '1 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a file whose hook failed, so that its tests were skipped, as a failure',
      text: report({ status: 'failed', tests: ['skipped', 'passed'] }),
      exitCode: 1,
      line: '1 passed, 1 failed, 1 skipped',
    },
    {
      name: 'counts an error outside every test, known only from the exit code, as a failure',
      text: report({ status: 'passed', tests: ['passed'] }),
      exitCode: 1,
      line: '1 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a run without any test as a failure',
      text: report(),
      exitCode: 0,
      line: '0 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a run whose every test was skipped as a failure',
      text: report({ status: 'passed', tests: ['skipped'] }),
      exitCode: 0,
      line: '0 passed, 1 failed, 1 skipped',
    },
    {
      name: 'counts a crash that left no report as a failure',
      text: undefined,
      exitCode: 0,
      line: '0 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a torn report as a failure',
      text: '{"testResults":[',
      exitCode: 0,
      line: '0 passed, 1 failed, 0 skipped',
    },
    {
      name: 'counts a report of another shape as a failure',
      text: '{"tests":3}',
      exitCode: 0,
      line: '0 passed, 1 failed, 0 skipped',
    },
  ];
  it.each(cases)('$name', ({ text, exitCode, line }) => {
    expect(tallyLine(tallyOf(text, { exitCode }))).toBe(line);
  });
});

describe('add', () => {
  it('adds each column to its own', () => {
    expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
      passed: 11,
      failed: 22,
      skipped: 33,
    });
  });
});
