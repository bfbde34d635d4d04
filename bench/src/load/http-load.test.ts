import { describe, expect, it } from 'vitest';
import { parseAutocannon, parseWrk } from './http-load.ts';

const wrk = `Running 3s test @ http://127.0.0.1:9000/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.07ms    0.98ms  27.70ms   95.51%
    Req/Sec    32.41k     6.36k   41.40k    77.42%
  Latency Distribution
     50%  847.00us
     75%    1.09ms
     90%    1.61ms
     99%    5.50ms
  99951 requests in 3.10s, 121.45MB read
Requests/sec:  32242.44
Transfer/sec:     39.18MB
`;

describe('parseWrk()', () => {
  it('reads figures in any unit', () => {
    expect(parseWrk(wrk)).toEqual({ requests: 99_951, perSecond: 32_242.44, p50: 0.847, p99: 5.5 });
    expect(parseWrk(wrk.replace('847.00us', '1.20s')).p50).toBe(1200);
  });

  it.each([
    ['answers that are not 2xx', `${wrk}  Non-2xx or 3xx responses: 7\n`, 'Non-2xx or 3xx responses: 7'],
    ['socket errors', `${wrk}  Socket errors: connect 0, read 3, write 0, timeout 0\n`, 'read 3'],
    ['something else', 'unable to connect', 'Cannot read'],
  ])('throws for %s', (_name, text, message) => {
    expect(() => parseWrk(text)).toThrow(message);
  });
});

describe('parseAutocannon()', () => {
  const result = { requests: { total: 300 }, latency: { p50: 1, p99: 4 }, duration: 3, non2xx: 0, errors: 0 };

  it('reads figures', () => {
    expect(parseAutocannon(JSON.stringify(result))).toEqual({ requests: 300, perSecond: 100, p50: 1, p99: 4 });
  });

  it('throws for failures', () => {
    expect(() => parseAutocannon(JSON.stringify({ ...result, non2xx: 1 }))).toThrow('1 answers that are not 2xx');
  });
});
