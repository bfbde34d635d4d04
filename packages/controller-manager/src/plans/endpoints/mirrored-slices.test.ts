import { describe, expect, it } from 'vitest';
import { isMirrored, planMirror } from './mirrored-slices.ts';

describe('planMirror', () => {
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' as const }];

  it('mirrors addresses of both families with labels and annotations', () => {
    const plan = planMirror(
      {
        metadata: {
          name: 'db',
          labels: { tier: 'back' },
          annotations: { note: 'x', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        },
        subsets: [
          {
            addresses: [{ ip: '192.0.2.1', hostname: 'a' }, { ip: 'fd00::1' }],
            notReadyAddresses: [{ ip: '192.0.2.2' }],
            ports,
          },
        ],
      },
      [],
    );
    expect(plan).toEqual({
      labels: {
        tier: 'back',
        'kubernetes.io/service-name': 'db',
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
      },
      annotations: { note: 'x' },
      create: [
        {
          addressType: 'IPv4',
          ports,
          endpoints: [
            { addresses: ['192.0.2.1'], conditions: { ready: true }, hostname: 'a' },
            { addresses: ['192.0.2.2'], conditions: { ready: false } },
          ],
        },
        { addressType: 'IPv6', ports, endpoints: [{ addresses: ['fd00::1'], conditions: { ready: true } }] },
      ],
      update: [],
      delete: [],
    });
  });

  it.each([
    ['plain ones', {}, true],
    ['those that ask not to be', { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }, false],
    ['the lease of a leader', { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }, false],
  ])('is for %s', (_name, metadata, expected) => {
    expect(isMirrored({ metadata })).toBe(expected);
  });
});
