import { describe, expect, it } from 'vitest';
import type { GatePort } from '../table/gate-table.ts';
import { publisherScript, ruleset } from './publisher-script.ts';

const web: GatePort = {
  protocol: 'tcp',
  port: 80,
  service: 'default/web',
  to: ['172.30.0.11', '172.30.0.12'],
  toPort: 31000,
};

describe('ruleset()', () => {
  it('leads to the addresses in turn', () => {
    expect(ruleset(web)).toContain(
      'tcp dport 80 dnat to numgen inc mod 2 map { 0 : 172.30.0.11, 1 : 172.30.0.12 } : 31000\n',
    );
  });

  it('leads nowhere without any', () => {
    expect(ruleset({ ...web, to: [] })).not.toContain('dnat to');
  });
});

describe('publisherScript()', () => {
  it('lays the way to a cluster IP before it leads there', () => {
    const script = publisherScript({ ...web, to: ['10.96.0.7'], toPort: 80, via: '172.30.0.11' });
    expect(script).toMatch(/^set -e\nip route replace 10\.96\.0\.7\/32 via 172\.30\.0\.11\nnft -f - /);
  });

  it('ends flows of datagrams, and nothing else, to where it does not lead any more', () => {
    expect(publisherScript(web)).not.toContain('conntrack');
    const script = publisherScript({ ...web, protocol: 'udp' });
    expect(script).toContain("case ' 172.30.0.11 172.30.0.12 ' in");
    // What was here before the rules went to the publisher itself.
    expect(script).toContain('hostname -I');
  });
});
