import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('createMetrics()', () => {
  it('prints counters and gauges, in the order of their names', () => {
    const metrics = createMetrics();
    const requests = metrics.counter({ name: 'requests_total', help: 'Requests.', labels: ['verb', 'code'] });
    const open = metrics.gauge({ name: 'open', help: 'Open\nconnections.' });
    requests.with({ verb: 'GET', code: '200' }).add();
    requests.with({ code: '200', verb: 'GET' }).add(2);
    requests.with({ verb: 'a"b\\c\n', code: '' }).add();
    open.with({}).set(4);
    open.with({}).add(-1);
    expect(metrics.print()).toBe(
      [
        '# HELP open Open\\nconnections.',
        '# TYPE open gauge',
        'open 3',
        '# HELP requests_total Requests.',
        '# TYPE requests_total counter',
        'requests_total{verb="GET",code="200"} 3',
        'requests_total{verb="a\\"b\\\\c\\n",code=""} 1',
        '',
      ].join('\n'),
    );
  });

  it('prints histograms with cumulative buckets', () => {
    const metrics = createMetrics();
    const took = metrics.histogram({ name: 'took', help: 'Time.', labels: ['verb'], buckets: [0.1, 1] });
    for (const value of [0.05, 0.1, 0.5, 7]) took.with({ verb: 'GET' }).observe(value);
    expect(metrics.print()).toContain(
      [
        'took_bucket{verb="GET",le="0.1"} 2',
        'took_bucket{verb="GET",le="1"} 3',
        'took_bucket{verb="GET",le="+Inf"} 4',
        'took_sum{verb="GET"} 7.65',
        'took_count{verb="GET"} 4',
      ].join('\n'),
    );
  });

  it('counts under other once there are too many label values', () => {
    const metrics = createMetrics();
    const hits = metrics.counter({ name: 'hits', help: 'Hits.', labels: ['path'], maxSeries: 2 });
    for (const path of ['a', 'b', 'c', 'd', 'a']) hits.with({ path }).add();
    expect(metrics.print()).toContain('hits{path="a"} 2\nhits{path="b"} 1\nhits{path="other"} 2\n');
  });

  it('asks for values that are known elsewhere before it prints', () => {
    const metrics = createMetrics();
    const size = metrics.gauge({ name: 'size', help: 'Size.' }).with({});
    metrics.onCollect(() => size.set(42));
    expect(metrics.print()).toContain('size 42\n');
  });

  it('refuses two metrics of one name, and a counter that falls', () => {
    const metrics = createMetrics();
    const hits = metrics.counter({ name: 'hits', help: 'Hits.' });
    expect(() => metrics.gauge({ name: 'hits', help: 'Hits.' })).toThrow("Cannot register metric 'hits' twice");
    expect(() => hits.with({}).add(-1)).toThrow('by is -1');
  });
});
