import { describe, expect, it } from 'vitest';

import { Ingresses as OldIngresses } from '@wherry/api/extensions-v1beta1';
import { IngressClasses, Ingresses, IPAddresses, NetworkPolicies, ServiceCIDRs } from '@wherry/api/networking-v1';
import { PodDisruptionBudgets } from '@wherry/api/policy-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { decodeJson } from '@wherry/api/schema';
import { columnsOf } from './columns-of.ts';

const now = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };

function cells(resource: Resource, json: object): readonly unknown[] {
  const { columns, ...table } = columnsOf(resource);
  const shown = table.cells(decodeJson(resource.schema, { metadata, ...json }).value as unknown as KubeObject, now);
  expect(shown).toHaveLength(columns.length);
  return shown;
}

const hosts = (...names: string[]): object => ({ spec: { rules: names.map((host) => ({ host })) } });

describe('the table of Ingresses', () => {
  it.each([
    ['no rule', {}, ['web', '<none>', '*', '', '80', '60m']],
    [
      'class, addresses and certificates',
      {
        spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example' }], tls: [{}] },
        status: { loadBalancer: { ingress: [{ hostname: 'lb.example' }, { ip: '10.0.0.1' }, { ip: '10.0.0.1' }] } },
      },
      ['web', 'nginx', 'a.example', '10.0.0.1,lb.example', '80, 443', '60m'],
    ],
  ])('shows %s', (_name, json, expected) => {
    expect(cells(Ingresses, json)).toEqual(expected);
  });

  it.each([
    ['three', hosts('a', 'b', 'c'), 'a,b,c'],
    ['of five', hosts('a', 'b', 'c', 'd', 'e'), 'a,b,c + 2 more...'],
    ['before a rule for every host', hosts('a', 'b', 'c', ''), 'a,b,c + 1 more...'],
    ['after a rule for every host', hosts('', 'a', 'b', 'c'), 'a,b,c'],
  ])('shows at most three hosts: %s', (_name, json, text) => {
    expect(cells(Ingresses, json)[2]).toBe(text);
  });

  it('is the same for the old version', () => {
    expect(columnsOf(OldIngresses).columns).toEqual(columnsOf(Ingresses).columns);
    expect(cells(OldIngresses, hosts('a'))).toEqual(cells(Ingresses, hosts('a')));
  });
});

describe('the tables of networking, policy and scheduling', () => {
  it.each([
    [
      'an IngressClass',
      IngressClasses,
      { spec: { controller: 'e.x/c', parameters: { apiGroup: 'e.x', kind: 'Settings', name: 's' } } },
      ['web', 'e.x/c', 'Settings.e.x/s', '60m'],
    ],
    ['an IngressClass without parameters', IngressClasses, {}, ['web', '', '<none>', '60m']],
    ['a NetworkPolicy of all pods', NetworkPolicies, { spec: { podSelector: {} } }, ['web', '<none>', '60m']],
    [
      'a NetworkPolicy of some pods',
      NetworkPolicies,
      { spec: { podSelector: { matchLabels: { app: 'web' } } } },
      ['web', 'app=web', '60m'],
    ],
    [
      'a ServiceCIDR',
      ServiceCIDRs,
      { spec: { cidrs: ['10.96.0.0/16', '2001:db8::/112'] } },
      ['web', '10.96.0.0/16,2001:db8::/112', '60m'],
    ],
    [
      'an IPAddress',
      IPAddresses,
      { spec: { parentRef: { resource: 'services', namespace: 'kube-system', name: 'kube-dns' } } },
      ['web', 'services/kube-system/kube-dns'],
    ],
    [
      'a PodDisruptionBudget',
      PodDisruptionBudgets,
      { spec: { maxUnavailable: '10%' }, status: { disruptionsAllowed: 2 } },
      ['web', 'N/A', '10%', 2, '60m'],
    ],
    ['a PriorityClass', PriorityClasses, { value: 7 }, ['web', 7, false, '60m', 'PreemptLowerPriority']],
  ])('show %s', (_name, resource, json, expected) => {
    expect(cells(resource, json)).toEqual(expected);
  });
});
