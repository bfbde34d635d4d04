import { describe, expect, it } from 'vitest';
import { cableState, deviceOf, groupOf, nodeEnd, planNode, podEnd, type NodePicture } from './plan-cables.ts';

const id = '4f1d2c3b4a5968778695a4b3c2d1e0f0';
const device = 'pod4f1d2c3b4a59';
const cable = { sandboxId: id, address: '10.244.1.5', label: 'default/web' };
const good = { isUp: true, hasGateway: true };

function picture(given: {
  devices?: Record<string, { isUp: boolean; hasGateway: boolean }>;
  routes?: Record<string, string>;
  blackholes?: Record<string, { isOurs: boolean }>;
}): NodePicture {
  const { devices = {}, routes = {}, blackholes = {} } = given;
  const map = <T>(record: Record<string, T>) => new Map(Object.entries(record));
  return { devices: map(devices), routes: map(routes), blackholes: map(blackholes), mtu: 1500 };
}

it('names a device so that it shows its sandbox, in as many characters as the kernel takes', () => {
  expect(deviceOf(id)).toBe(device);
  expect(device).toHaveLength(15);
});

it('gives every owner a group of devices of its own, which the kernel takes', () => {
  const groups = ['wherry/node-1', 'wherry/node-2', 'other/node-1', ''].map(groupOf);
  expect(new Set(groups).size).toBe(4);
  for (const group of groups) expect(Number(group)).toSatisfy((n: number) => n > 0 && n < 2 ** 31);
});

describe('cableState', () => {
  const routes = { '10.244.1.5': device };
  it.each([
    ['absent', 'nothing is there', {}],
    ['absent', 'the kubelet was killed before the route', { devices: { [device]: good } }],
    [
      'absent',
      "another sandbox's device has the address",
      { devices: { [device]: good }, routes: { '10.244.1.5': 'podx' } },
    ],
    [
      'absent',
      'its device has the route of another address',
      { devices: { [device]: good }, routes: { '10.244.1.6': device } },
    ],
    ['loose', 'somebody took the device down', { devices: { [device]: { ...good, isUp: false } }, routes }],
    ['loose', "somebody took the gateway's address", { devices: { [device]: { ...good, hasGateway: false } }, routes }],
    ['whole', 'all is there', { devices: { [device]: good }, routes }],
  ] as const)('is %s when %s', (state, _name, given) => expect(cableState(picture(given), cable)).toBe(state));
});

describe('podEnd and nodeEnd', () => {
  const options = { group: '77', nodePid: 4711, mtu: 1400, hasOldDevice: false };

  it("makes both devices at once, the node's in the node, marked from its first moment on", () => {
    expect(podEnd(cable, options)[0]).toBe(
      `link add eth0 mtu 1400 type veth peer name ${device} mtu 1400 group 77 netns 4711`,
    );
  });

  it('takes away what an earlier try has left in the pod', () => {
    expect(podEnd(cable, { ...options, hasOldDevice: true })[0]).toBe('link del eth0');
  });

  it('leads the pod to its node, and the node to the pod in the end', () => {
    expect(podEnd(cable, options).slice(1)).toEqual([
      'address add 10.244.1.5/32 dev eth0',
      'link set eth0 up',
      'route add 169.254.1.1 dev eth0 scope link',
      'route add default via 169.254.1.1 dev eth0 src 10.244.1.5',
    ]);
    expect(nodeEnd(cable)).toEqual([
      `address replace 169.254.1.1/32 dev ${device} scope link`,
      `link set ${device} alias default/web up`,
      `route replace 10.244.1.5/32 dev ${device} scope global proto 88`,
    ]);
  });

  it('shortens a label that the kernel would not take', () => {
    expect(nodeEnd({ ...cable, label: 'x'.repeat(400) })[1]?.length).toBeLessThan(256);
  });
});

describe('planNode', () => {
  const podCidr = '10.244.1.0/24';
  const nothing = { cut: [], routes: [] };
  const add = `route add blackhole ${podCidr} proto 88`;
  it.each([
    ['adds the blackhole', {}, [], { cut: [], routes: [add] }],
    ['is content with its own', { blackholes: { [podCidr]: { isOurs: true } } }, [], nothing],
    ["is content with somebody else's", { blackholes: { [podCidr]: { isOurs: false } } }, [], nothing],
    [
      'moves its own to another range, and no other',
      { blackholes: { '10.244.7.0/24': { isOurs: true }, '10.96.0.0/16': { isOurs: false } } },
      [],
      { cut: [], routes: ['route del blackhole 10.244.7.0/24 proto 88', add] },
    ],
    [
      'cuts what has no sandbox',
      { devices: { [device]: good, podffffffffffff: good }, blackholes: { [podCidr]: { isOurs: true } } },
      [id],
      { cut: ['podffffffffffff'], routes: [] },
    ],
  ] as const)('%s', (_name, given, sandboxIds, plan) =>
    expect(planNode(picture(given), { sandboxIds, podCidr })).toEqual(plan),
  );

  it('makes no blackhole before there is a range', () => {
    expect(planNode(picture({}), { sandboxIds: [], podCidr: undefined })).toEqual(nothing);
  });
});
