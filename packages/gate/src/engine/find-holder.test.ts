import { describe, expect, it } from 'vitest';
import { processIn } from './find-holder.ts';

const listing = [
  'udp   UNCONN 0      0          0.0.0.0:8080      0.0.0.0:*    users:(("named",pid=77,fd=5))',
  'tcp   LISTEN 0      511      127.0.0.1:8080      0.0.0.0:*    users:(("nginx",pid=4711,fd=6),("nginx",pid=4710,fd=6))',
  '',
].join('\n');

describe('processIn()', () => {
  it('finds the process that has the port of a protocol', () => {
    expect(processIn(listing, 'tcp')).toBe('the process nginx (pid 4711)');
    expect(processIn(listing, 'udp')).toBe('the process named (pid 77)');
  });

  it('finds nobody where processes are not to be seen', () => {
    expect(processIn('tcp   LISTEN 0 511 127.0.0.1:8080 0.0.0.0:*', 'tcp')).toBeUndefined();
    expect(processIn('', 'tcp')).toBeUndefined();
  });
});
