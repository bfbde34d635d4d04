import { describe, expect, it } from 'vitest';
import { overlap, planNetwork } from './plan-network.ts';

const wanted = { network: '172.30.0', asked: new Set<'network'>() };
const web = { range: '172.30.0.0/16', holder: 'the Docker network "web"' };
const vpn = { range: '172.16.0.0/12', holder: 'a route through tun0' };

describe('planNetwork()', () => {
  it('takes what is wanted when nobody has it', () => {
    const bridge = { range: '172.17.0.0/16', holder: 'the Docker network "bridge"' };
    expect(planNetwork(wanted, [bridge])).toEqual({ network: '172.30.0' });
  });

  it('takes the next that is free when nobody asked for this one', () => {
    const one = { range: '172.30.0.0/24', holder: 'the Docker network "wherry_default"' };
    expect(planNetwork(wanted, [one])).toEqual({ network: '172.30.1', instead: one });
  });

  it('goes elsewhere when a VPN has all of the usual range', () => {
    expect(planNetwork(wanted, [vpn, web])).toEqual({ network: '10.231.0', instead: vpn });
  });

  it('refuses one that was asked for, and names who has it and another one', () => {
    expect(planNetwork({ ...wanted, asked: new Set(['network']) }, [web])).toEqual({
      problem: 'The addresses 172.30.0.0/24 are in use: the Docker network "web" has 172.30.0.0/16',
      remedy: 'name another network, for example --network=10.231.0',
    });
  });
});

describe('overlap()', () => {
  it.each([
    ['172.30.0.0/24', '172.30.0.128/25', true],
    ['172.30.0.0/24', '172.16.0.0/12', true],
    ['172.30.0.0/24', '172.30.0.7', true],
    ['172.30.0.0/24', '172.30.1.0/24', false],
    ['172.30.0.0/24', '0.0.0.0/0', true],
    ['200.0.0.0/8', '200.1.2.0/24', true],
    ['172.30.0.0/24', 'fd00::/8', false],
  ])('of %s and %s is %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});
