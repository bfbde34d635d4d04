import type { LoadBalancerIngress, Service } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import type { PortState } from '../ports/port-state.ts';
import { FINALIZER, planBalancer, type BalancerPlan } from './plan-balancer.ts';

const ports = [
  { name: 'http', port: 80, targetPort: 80, protocol: 'TCP' as const },
  { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' as const },
];
const open: PortState = { type: 'open' };
const taken: PortState = { type: 'failed', reason: 'PortTaken' };
const localhost: LoadBalancerIngress[] = [{ hostname: 'localhost' }];

interface Given {
  readonly spec?: Partial<Service['spec']>;
  readonly metadata?: Partial<Service['metadata']>;
  readonly ingress?: LoadBalancerIngress[];
  readonly states?: Readonly<Record<string, PortState>>;
}

function plan({ spec = {}, metadata = { finalizers: [FINALIZER] }, ingress, states = {} }: Given): BalancerPlan {
  return planBalancer({
    service: {
      metadata: { namespace: 'default', name: 'shop', ...metadata },
      spec: { type: 'LoadBalancer', ports, ...spec },
      status: { loadBalancer: ingress === undefined ? {} : { ingress } },
    },
    stateOf: (key) => states[key],
    isOpen: (key) => states[key]?.type === 'open',
  });
}
const bothOpen = { 'tcp/80': open, 'udp/53': open };

describe('planBalancer', () => {
  it.each<[string, Given, BalancerPlan]>([
    ['keeps a new one from going before its ports', { metadata: {} }, { type: 'keep' }],
    ['waits until it knows of all ports', { states: { 'tcp/80': open } }, { type: 'nothing' }],
    ['says where it is when its ports are open', { states: bothOpen }, { type: 'tell', ingress: localhost }],
    ['says nothing twice', { states: bothOpen, ingress: localhost }, { type: 'nothing' }],
    [
      'says which port does not work',
      { states: { 'tcp/80': taken, 'udp/53': open } },
      {
        type: 'tell',
        ingress: [
          {
            hostname: 'localhost',
            ports: [
              { port: 80, protocol: 'TCP', error: 'PortTaken' },
              { port: 53, protocol: 'UDP' },
            ],
          },
        ],
      },
    ],
    ['says nothing while no port works', { states: { 'tcp/80': taken, 'udp/53': taken } }, { type: 'nothing' }],
    [
      'takes its word back when no port works any more',
      { states: { 'tcp/80': taken, 'udp/53': taken }, ingress: localhost },
      { type: 'tell', ingress: [] },
    ],
    [
      'waits for ports to close when the type has changed',
      { spec: { type: 'NodePort' }, states: bothOpen },
      { type: 'nothing' },
    ],
    [
      'takes its word back when they are closed',
      { spec: { type: 'NodePort' }, ingress: localhost },
      { type: 'tell', ingress: [] },
    ],
    ['lets it go then', { spec: { type: 'NodePort' } }, { type: 'release' }],
    [
      'lets one go that is being deleted',
      { metadata: { finalizers: [FINALIZER], deletionTimestamp: '2026-01-01T00:00:00Z' }, ingress: localhost },
      { type: 'release' },
    ],
    [
      'holds one that is being deleted until its ports are closed',
      { metadata: { finalizers: [FINALIZER], deletionTimestamp: '2026-01-01T00:00:00Z' }, states: bothOpen },
      { type: 'nothing' },
    ],
    [
      'leaves one with a class to whoever serves that',
      { spec: { loadBalancerClass: 'example.com/x' }, states: bothOpen },
      { type: 'nothing' },
    ],
    ['has nothing to do with others', { metadata: {}, spec: { type: 'ClusterIP' } }, { type: 'nothing' }],
  ])('%s', (_, given, expected) => {
    expect(plan(given)).toEqual(expected);
  });
});
