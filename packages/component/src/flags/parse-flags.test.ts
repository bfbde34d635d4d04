import { describe, expect, expectTypeOf, it } from 'vitest';
import { describeFlags } from './describe-flags.ts';
import {
  booleanFlag,
  choiceFlag,
  customFlag,
  durationFlag,
  integerFlag,
  listFlag,
  pairsFlag,
  portFlag,
  textFlag,
} from './flag.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { FlagError, parseFlags } from './parse-flags.ts';

const table = {
  'etcd-servers': listFlag({ default: ['http://127.0.0.1:2379'], help: 'List of etcd servers.' }),
  'secure-port': portFlag({ default: 6443, help: 'The port to serve HTTPS on.' }),
  profiling: booleanFlag({ default: true, help: 'Serve profiles.' }),
  'event-ttl': durationFlag({ default: 3_600_000, help: 'How long events are kept.' }),
  mode: choiceFlag(['RBAC', 'Node'], { default: 'RBAC', help: 'Authorization mode.' }),
  'token-auth-file': textFlag({ default: undefined, help: 'A file of tokens.' }),
  'feature-gates': pairsFlag({ default: new Map(), help: 'Features.' }),
  v: integerFlag({ default: 0, short: 'v', min: 0, help: 'Verbosity.' }),
  level: customFlag({ default: 1n, type: 'big', parse: (text) => BigInt(text), help: 'A value of its own.' }),
};

function values(...argv: string[]) {
  const line = parseFlags(table, argv);
  if (line.help) throw new Error('asked for help');
  return line.values;
}

describe('parseFlags()', () => {
  it('gives the defaults, typed, when nothing is given', () => {
    const flags = values();
    expectTypeOf(flags.mode).toEqualTypeOf<'RBAC' | 'Node'>();
    expectTypeOf(flags['token-auth-file']).toEqualTypeOf<string | undefined>();
    expectTypeOf(flags['secure-port']).toEqualTypeOf<number>();
    expect(flags['etcd-servers']).toEqual(['http://127.0.0.1:2379']);
    expect(flags['secure-port']).toBe(6443);
    expect(flags['token-auth-file']).toBeUndefined();
  });

  it.each([
    ['a value after =', ['--secure-port=1'], 'secure-port', 1],
    ['a value in the next argument', ['--secure-port', '1'], 'secure-port', 1],
    ['an underscore for a dash', ['--secure_port=1'], 'secure-port', 1],
    ['the last of two', ['--secure-port=1', '--secure-port=2'], 'secure-port', 2],
    ['a list in one', ['--etcd-servers=a,b'], 'etcd-servers', ['a', 'b']],
    ['a list in parts', ['--etcd-servers=a', '--etcd-servers', 'b'], 'etcd-servers', ['a', 'b']],
    ['an emptied list', ['--etcd-servers='], 'etcd-servers', []],
    ['a switch', ['--profiling'], 'profiling', true],
    ['a switch turned off', ['--profiling=false'], 'profiling', false],
    ['a duration', ['--event-ttl=1h30m'], 'event-ttl', 5_400_000],
    ['a choice', ['--mode', 'Node'], 'mode', 'Node'],
    ['a value with = in it', ['--token-auth-file=a=b'], 'token-auth-file', 'a=b'],
    ['an empty value', ['--token-auth-file='], 'token-auth-file', ''],
    [
      'pairs',
      ['--feature-gates=A=true,B=false', '--feature-gates=B=true'],
      'feature-gates',
      new Map([
        ['A', 'true'],
        ['B', 'true'],
      ]),
    ],
    ['a letter with a value glued on', ['-v4'], 'v', 4],
    ['a letter with =', ['-v=4'], 'v', 4],
    ['a letter and the next argument', ['-v', '4'], 'v', 4],
    ['a type of its own', ['--level=7'], 'level', 7n],
  ] as const)('reads %s', (_name, argv, name, value) => {
    expect(values(...argv)[name]).toEqual(value);
  });

  it.each([
    ['an unknown flag', ['--nope'], 'unknown flag: --nope'],
    ['a name every object has', ['--constructor=1'], 'unknown flag: --constructor'],
    ['an unknown letter', ['-x'], 'unknown shorthand flag: "x" in -x'],
    ['a missing value', ['--secure-port'], 'flag needs an argument: --secure-port'],
    ['a loose argument', ['serve'], 'unknown argument: serve'],
    ['a value after a switch', ['--profiling', 'false'], 'unknown argument: false'],
    ['a wrong number', ['--secure-port=x'], 'invalid argument "x" for "--secure-port" flag: must be a whole number'],
    ['a port that is none', ['--secure-port=65536'], 'must be between 0 and 65535, inclusive'],
    ['a wrong switch', ['--profiling=maybe'], 'must be true or false'],
    ['a wrong choice', ['--mode=ABAC'], 'must be one of RBAC, Node'],
    ['a wrong duration', ['--event-ttl=1 hour'], 'must be a duration'],
    ['a pair without a value', ['--feature-gates=A'], '"A" must be formatted as key=value'],
  ])('refuses %s', (_name, argv, message) => {
    expect(() => values(...argv)).toThrow(FlagError);
    expect(() => values(...argv)).toThrow(message);
  });

  it('notices a call for help wherever it stands', () => {
    expect(parseFlags(table, ['--secure-port=1', '--help'])).toEqual({ help: true });
    expect(parseFlags(table, ['-h'])).toEqual({ help: true });
  });
});

describe('describeFlags()', () => {
  it('prints a row a flag with its type and default', () => {
    const text = describeFlags(table);
    expect(text).toMatch(
      /^ {6}--etcd-servers strings +List of etcd servers. \(default \[http:\/\/127.0.0.1:2379\]\)$/m,
    );
    expect(text).toMatch(/^ {6}--profiling +Serve profiles. \(default true\)$/m);
    expect(text).toMatch(/^ {6}--event-ttl duration +How long events are kept. \(default 1h0m0s\)$/m);
    expect(text).toMatch(/^ {2}-v, --v int/m);
    expect(text).toMatch(/^ {6}--token-auth-file string +A file of tokens.$/m);
  });
});

describe('durations', () => {
  it.each([
    ['1h30m', 5_400_000, '1h30m0s'],
    ['1.5s', 1500, '1.5s'],
    ['-10ms', -10, '-10ms'],
    ['0', 0, '0s'],
    ['2m', 120_000, '2m0s'],
    ['100us', 0.1, '0.1ms'],
  ])('reads and writes %s', (text, milliseconds, written) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
    expect(formatDuration(milliseconds)).toBe(written);
  });

  it.each(['', '1', 's', '1d', '1h ', '--1s', '1.2.3s'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow('must be a duration');
  });
});
