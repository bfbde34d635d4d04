import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-clock.ts';
import { createLog, describeError, type LogLevel } from './log.ts';

function logging(level?: LogLevel) {
  const lines: string[] = [];
  const log = createLog({ clock: fakeClock(), write: (line) => lines.push(line), ...(level && { level }) });
  return { log, lines };
}

describe('createLog()', () => {
  it('writes one logfmt line an entry, with the fields of its parents', () => {
    const { log, lines } = logging();
    log
      .child({ component: 'apiserver' })
      .child({ key: 'default/web' })
      .info('synced', { took: 12, skipped: undefined });
    expect(lines).toEqual([
      'time=2026-01-01T00:00:00.000Z level=info msg=synced component=apiserver key=default/web took=12',
    ]);
  });

  it.each([
    ['spaces', 'a b', '"a b"'],
    ['a quote', 'a"b', '"a\\"b"'],
    ['an equals sign', 'a=b', '"a=b"'],
    ['a line break', 'a\nb', '"a\\nb"'],
    ['nothing', '', '""'],
    ['an object', { a: 1 }, '"{\\"a\\":1}"'],
  ])('quotes %s', (_name, value, written) => {
    const { log, lines } = logging();
    log.info('x', { value });
    expect(lines[0]).toBe(`time=2026-01-01T00:00:00.000Z level=info msg=x value=${written}`);
  });

  it('writes debug entries and stacks only when asked to', () => {
    const quiet = logging();
    quiet.log.debug('detail');
    quiet.log.error('failed', new Error('no'));
    expect(quiet.lines).toEqual(['time=2026-01-01T00:00:00.000Z level=error msg=failed error=no']);
    const loud = logging('debug');
    loud.log.debug('detail');
    loud.log.error('failed', new Error('no'));
    expect(loud.lines[0]).toContain('level=debug msg=detail');
    expect(loud.lines[1]).toContain('log.test.ts');
  });
});

describe('describeError()', () => {
  it('follows the causes, but not in circles', () => {
    const inner = new Error('port is taken');
    expect(describeError(new Error('could not start', { cause: inner }))).toBe('could not start: port is taken');
    inner.cause = inner;
    expect(describeError(inner).length).toBeLessThan(200);
  });
});
