/** The ports that node ports are chosen from. */

export interface PortRange {
  readonly first: number;
  /** The last one that belongs to the range. */
  readonly last: number;
}

/** Reads `30000-32767`. @throws Error for anything else */
export function parsePortRange(text: string): PortRange {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (first === undefined || last === undefined || range.first < 1 || range.last > 65535 || range.first > range.last) {
    throw new Error(`Cannot use ${text} as a range of ports: it must be like 30000-32767`);
  }
  return range;
}
