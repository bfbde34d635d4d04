import { expect, it } from 'vitest';
import { readPicture } from './read-picture.ts';

const link = (ifname: string, more: object) => ({
  ifname,
  mtu: 1500,
  flags: ['UP'],
  group: 'default',
  addr_info: [],
  ...more,
});
const gateway = { family: 'inet', local: '169.254.1.1', prefixlen: 32, scope: 'link' };

it('finds the devices of its group, and how they are', () => {
  const addresses = [
    link('lo', {}),
    link('podaaaaaaaaaaaa', { group: '77', addr_info: [gateway] }),
    link('podbbbbbbbbbbbb', { group: '77', flags: ['BROADCAST'], addr_info: [{ ...gateway, scope: 'global' }] }),
    link('podcccccccccccc', { group: '78', addr_info: [gateway] }),
    {},
  ];
  expect([...readPicture(addresses, [], '77').devices]).toEqual([
    ['podaaaaaaaaaaaa', { isUp: true, hasGateway: true }],
    ['podbbbbbbbbbbbb', { isUp: false, hasGateway: false }],
  ]);
});

it('finds the routes to pods, the blackholes, and the MTU of the way out', () => {
  const routes = [
    { type: 'unicast', dst: 'default', gateway: '172.30.0.1', dev: 'eth0', protocol: 'boot' },
    { type: 'blackhole', dst: '10.244.1.0/24', protocol: '88' },
    { type: 'blackhole', dst: '10.244.2.0/24', protocol: '87' },
    { type: 'unicast', dst: '10.244.1.2', dev: 'podaaaaaaaaaaaa', protocol: '88' },
    { type: 'unicast', dst: '10.244.3.0/24', gateway: '172.30.0.13', dev: 'eth0', protocol: '87' },
  ];
  const found = readPicture([link('lo', { mtu: 65536 }), link('eth0', { mtu: 1400 })], routes, '77');
  expect(found.routes.get('10.244.1.2')).toBe('podaaaaaaaaaaaa');
  expect(found.routes.has('10.244.3.0/24')).toBe(false);
  expect([...found.blackholes]).toEqual([
    ['10.244.1.0/24', { isOurs: true }],
    ['10.244.2.0/24', { isOurs: false }],
  ]);
  expect(found.mtu).toBe(1400);
});

it.each([
  [undefined, undefined],
  ['text', {}],
  [[null, 7, { ifname: 3 }], [{ dst: null }]],
])('makes nothing of what it does not understand: %j %j', (addresses, routes) =>
  expect(readPicture(addresses, routes, '77')).toMatchObject({ devices: new Map(), mtu: 1500 }),
);
