import { issueAuthority, issueClientCertificate, issueServingCertificate, newCertificateKey } from '@wherry/pki';
import { describe, expect, it } from 'vitest';
import { faultOf, rotationTime } from './plan-certificate.ts';

const now = new Date('2026-03-01T12:00:00Z');
const HOUR = 3600_000;
const authority = issueAuthority({ commonName: 'kubernetes', now });
const stranger = issueAuthority({ commonName: 'kubernetes', now });
const groups = ['system:nodes'];
const issue = (more: Partial<Parameters<typeof issueClientCertificate>[0]> = {}) =>
  issueClientCertificate({ authority, user: 'system:node:n1', groups, now, lifetime: 10 * HOUR, ...more });
const wish = { subject: { commonName: 'system:node:n1', organizations: groups }, hosts: [] };
const serving = (hosts: string[]) => issueServingCertificate({ authority, commonName: 'n1', hosts, now });

describe('faultOf', () => {
  it.each([
    ['a good one', issue(), undefined],
    ['one that another authority signed', issue({ authority: stranger }), 'another authority signed it'],
    ['one whose key is another', { ...issue(), key: newCertificateKey() }, 'its key does not fit'],
    ['one for another node', issue({ user: 'system:node:n2' }), 'it is for somebody else'],
    ['one without the group', issue({ groups: [] }), 'it is for somebody else'],
    ['one that has expired', issue({ lifetime: -1 }), 'it has expired'],
    ['something else', { certificate: 'x', key: 'y' }, 'it is not a certificate'],
  ])('of %s', (_, pair, fault) => {
    expect(faultOf({ pair, wish, authorities: stranger.certificate + authority.certificate, now })).toBe(
      fault === 'another authority signed it' ? undefined : fault,
    );
    expect(faultOf({ pair, wish, authorities: authority.certificate, now })).toBe(fault);
  });

  it('is that it lacks a name that the node has now', () => {
    const subject = { commonName: 'n1', organizations: [] };
    const pair = serving(['n1', '172.30.0.11', 'fd00::1']);
    const ask = (hosts: string[]) => faultOf({ pair, wish: { subject, hosts }, now });
    expect(ask(['n1', 'fd00:0:0:0:0:0:0:1'])).toBeUndefined();
    expect(ask(['n1', '172.30.0.12'])).toBe('it does not cover 172.30.0.12');
  });
});

describe('rotationTime', () => {
  it('is between 70 and 90 % of the life', () => {
    const { certificate } = issue({ now: new Date(now.getTime() + 300_000), lifetime: 10 * HOUR - 300_000 });
    const after = (random: number) => (rotationTime(certificate, random).getTime() - now.getTime()) / HOUR;
    expect(after(0)).toBeCloseTo(7);
    expect(after(0.5)).toBeCloseTo(8);
    expect(after(0.999)).toBeCloseTo(9, 1);
  });
});
