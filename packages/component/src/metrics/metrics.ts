/**
 * A small metrics registry that prints the text format of Prometheus. Label sets are bounded: a metric that has
 * reached its limit counts further label values under `other`, so that no client can fill the memory by inventing
 * values.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { formatFamily, type Sample } from './exposition.ts';

/** The values of a metric's labels, one for each of its label names. */
export type LabelValues<Label extends string> = Readonly<Record<Label, string>>;

/** A number that only grows. */
export interface Counter {
  /** @param by how much to add, not negative. @default 1 */
  add(by?: number): void;
}

/** A number that goes up and down. */
export interface Gauge {
  set(value: number): void;
  add(by: number): void;
}

/** A distribution. */
export interface Histogram {
  observe(value: number): void;
}

/** The series of one metric. Keep what `with` returns where it is used often. */
export interface Family<Label extends string, Series> {
  with(values: LabelValues<Label>): Series;
}

export interface MetricOptions<Label extends string> {
  /** As it stands in the output, with its unit: `apiserver_request_duration_seconds`. */
  readonly name: string;
  readonly help: string;
  /** @default none */
  readonly labels?: readonly Label[];
  /** How many series there may be before further ones are counted under `other`. @default 2000 */
  readonly maxSeries?: number;
}

/** All metrics of a process. */
export interface Metrics {
  counter<const Label extends string = never>(options: MetricOptions<Label>): Family<Label, Counter>;
  gauge<const Label extends string = never>(options: MetricOptions<Label>): Family<Label, Gauge>;
  /** @param options.buckets the upper bounds, rising; `+Inf` is added */
  histogram<const Label extends string = never>(
    options: MetricOptions<Label> & { readonly buckets: readonly number[] },
  ): Family<Label, Histogram>;
  /** Calls `collect` before each print, to set gauges whose values are known elsewhere. */
  onCollect(collect: () => void): void;
  /** Everything, in the text format (content type `text/plain; version=0.0.4; charset=utf-8`). */
  print(): string;
}

/** Makes an empty registry. */
export function createMetrics(): Metrics {
  const families = new Map<string, () => string>();
  const collectors: (() => void)[] = [];

  const register = <Label extends string, S extends Printable>(
    type: 'counter' | 'gauge' | 'histogram',
    options: MetricOptions<Label>,
    create: () => S,
  ): Family<Label, S> => {
    if (families.has(options.name)) throw new Error(`Cannot register metric '${options.name}' twice`);
    const family = new SeriesFamily<Label, S>(options, create);
    families.set(options.name, () =>
      formatFamily({ name: options.name, help: options.help, type, samples: family.samples() }),
    );
    return family;
  };

  return {
    counter: (options) => register('counter', options, () => new NumberSeries({ mayFall: false })),
    gauge: (options) => register('gauge', options, () => new NumberSeries({ mayFall: true })),
    histogram: (options) => register('histogram', options, () => new HistogramSeries(options.buckets)),
    onCollect: (collect) => void collectors.push(collect),
    print() {
      for (const collect of collectors) collect();
      return [...families.keys()]
        .toSorted()
        .map((name) => families.get(name)?.() ?? '')
        .join('');
    },
  };
}

interface Printable {
  /** The samples of this series without the labels of its family. */
  samples(): Iterable<Sample>;
}

class SeriesFamily<Label extends string, S extends Printable> implements Family<Label, S> {
  readonly #labels: readonly Label[];
  readonly #maxSeries: number;
  readonly #create: () => S;
  readonly #series = new Map<string, { readonly values: readonly string[]; readonly series: S }>();

  constructor(options: MetricOptions<Label>, create: () => S) {
    this.#labels = options.labels ?? [];
    this.#maxSeries = options.maxSeries ?? 2000;
    this.#create = create;
    // A metric without labels is printed from the start: zero is an answer too.
    if (this.#labels.length === 0) this.#find([]);
  }

  with(values: LabelValues<Label>): S {
    return this.#find(this.#labels.map((label) => values[label]));
  }

  *samples(): Iterable<Sample> {
    for (const { values, series } of this.#series.values()) {
      const labels = this.#labels.map((label, i) => [label, values[i] ?? ''] as const);
      for (const sample of series.samples()) yield { ...sample, labels: [...labels, ...sample.labels] };
    }
  }

  #find(values: readonly string[]): S {
    const key = values.join('\u0000');
    const found = this.#series.get(key);
    if (found) return found.series;
    const others = values.map(() => 'other');
    if (this.#series.size >= this.#maxSeries && key !== others.join('\u0000')) return this.#find(others);
    const series = this.#create();
    this.#series.set(key, { values, series });
    return series;
  }
}

class NumberSeries implements Counter, Gauge, Printable {
  readonly #mayFall: boolean;
  #value = 0;

  constructor(options: { mayFall: boolean }) {
    this.#mayFall = options.mayFall;
  }

  set(value: number): void {
    this.#value = value;
  }

  add(by = 1): void {
    if (by < 0 && !this.#mayFall) throw new Error(`Cannot lower a counter: by is ${by}`);
    this.#value += by;
  }

  samples(): Iterable<Sample> {
    return [{ suffix: '', labels: [], value: this.#value }];
  }
}

class HistogramSeries implements Histogram, Printable {
  readonly #bounds: readonly number[];
  /** How many observations fell into each bucket alone; one more than there are bounds. */
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] ?? Infinity)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += value;
  }

  *samples(): Iterable<Sample> {
    let total = 0;
    for (const [i, count] of this.#counts.entries()) {
      total += count;
      const bound = this.#bounds[i];
      yield { suffix: '_bucket', labels: [['le', bound === undefined ? '+Inf' : String(bound)]], value: total };
    }
    yield { suffix: '_sum', labels: [], value: this.#sum };
    yield { suffix: '_count', labels: [], value: total };
  }
}
