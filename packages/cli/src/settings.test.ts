import { describe, expect, it } from 'vitest';
import { clusterName, composeVariables, wantedSettings, wantsMerge, type Settings } from './settings.ts';

const nothing = {
  name: undefined,
  workers: undefined,
  'api-port': undefined,
  'http-port': undefined,
  'https-port': undefined,
  network: undefined,
};
const before: Settings = {
  name: 'wherry',
  workers: 5,
  network: '172.30.7',
  apiPort: 7000,
  httpPort: 7080,
  httpsPort: 7443,
};
const wanted = (flags: Partial<Record<keyof typeof nothing, string>>, environment = {}, earlier?: Settings) =>
  wantedSettings({ ...nothing, ...flags }, { environment, before: earlier });

describe('wantedSettings()', () => {
  it('has defaults, which nobody asked for', () => {
    const settings = wanted({});
    expect(settings).toMatchObject({ name: 'wherry', workers: 3, network: '172.30.0', apiPort: 6443, httpPort: 80 });
    expect([...settings.asked]).toEqual([]);
  });

  it('remembers how the cluster was made', () => {
    expect(wanted({}, {}, before)).toMatchObject({ workers: 5, network: '172.30.7', apiPort: 7000, httpsPort: 7443 });
  });

  it('takes the environment before what was, and the command line before both', () => {
    const environment = { WHERRY_WORKERS: '2', WHERRY_API_PORT: '7001', WHERRY_NETWORK: '10.9.8' };
    expect(wanted({ workers: '1' }, environment, before)).toMatchObject({
      workers: 1,
      apiPort: 7001,
      network: '10.9.8',
      asked: new Set(['apiPort', 'network']),
    });
  });

  it('takes a network as a range too', () => {
    expect(wanted({ network: '10.1.2.0/24' }).network).toBe('10.1.2');
  });

  it.each([
    [{ workers: '0' }, 'workers must be a number from 1 to 100: 0'],
    [{ workers: 'many' }, 'workers must be a number from 1 to 100: many'],
    [{ 'api-port': '65536' }, 'api-port must be a number from 1 to 65535: 65536'],
    [{ network: '172.30' }, 'network must be three numbers such as 172.30.0: 172.30'],
    [{ network: '172.30.256' }, 'network must be three numbers such as 172.30.0: 172.30.256'],
  ])('refuses %o', (flags, message) => {
    expect(() => wanted(flags)).toThrow(message);
  });
});

describe('clusterName()', () => {
  it.each(['Wherry', 'a_b', '-a', 'a-', 'x'.repeat(33), 'a/b'])('refuses %s', (name) => {
    expect(() => clusterName({ name }, {})).toThrow(`${name} cannot be the name of a cluster`);
  });

  it('takes an empty variable for none', () => {
    expect(clusterName({ name: undefined }, { WHERRY_CLUSTER: '' })).toBe('wherry');
  });
});

describe('wantsMerge()', () => {
  it.each([
    [{ 'merge-kubeconfig': true, 'no-merge': false }, {}, true],
    [{ 'merge-kubeconfig': true, 'no-merge': true }, {}, false],
    [{ 'merge-kubeconfig': false, 'no-merge': false }, {}, false],
    [{ 'merge-kubeconfig': true, 'no-merge': false }, { WHERRY_MERGE_KUBECONFIG: 'false' }, false],
    [{ 'merge-kubeconfig': true, 'no-merge': false }, { WHERRY_MERGE_KUBECONFIG: 'true' }, true],
  ])('%o with %o', (flags, environment, expected) => {
    expect(wantsMerge(flags, environment)).toBe(expected);
  });
});

describe('composeVariables()', () => {
  it('names everything that the file leaves open', () => {
    expect(composeVariables(before)).toEqual({
      COMPOSE_PROJECT_NAME: 'wherry',
      WHERRY_NETWORK: '172.30.7',
      WHERRY_API_PORT: '7000',
      WHERRY_HTTP_PORT: '7080',
      WHERRY_HTTPS_PORT: '7443',
    });
  });
});
