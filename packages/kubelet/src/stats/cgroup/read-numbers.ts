/** The forms in which the kernel writes numbers into the files of a cgroup. Pure. */
import type { DeviceUsage } from './cgroup-usage.ts';

export interface Numbers {
  get(name: string): number | undefined;
}

/** The one number of a file; undefined for `max`, and for what is not there. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** Asks a text of lines of a name and a number for one of them. Few of many are asked for, so they are not taken apart. */
export function numbersIn(text: string): Numbers {
  return {
    get(name) {
      const start = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1;
      if (start === 0 && !text.startsWith(`${name} `)) return undefined;
      const end = text.indexOf('\n', start);
      return Number(text.slice(start + name.length + 1, end < 0 ? undefined : end));
    },
  };
}

/** Lines such as `8:0 rbytes=90112 wbytes=0 rios=7 wios=0`. */
export function devicesV2(text: string): DeviceUsage[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [device = '', ...pairs] = line.split(' ');
      const values = new Map(pairs.map((pair) => pair.split('=', 2) as [string, string]));
      const of = (name: string): number => Number(values.get(name) ?? 0);
      return { device, readBytes: of('rbytes'), writeBytes: of('wbytes'), reads: of('rios'), writes: of('wios') };
    });
}

/** Lines such as `8:0 Read 90112`. */
export function devicesV1({
  bytes,
  operations,
}: {
  readonly bytes: string;
  readonly operations: string;
}): DeviceUsage[] {
  const byDevice = new Map<string, { readBytes: number; writeBytes: number; reads: number; writes: number }>();
  const read = (
    text: string,
    names: { readonly Read: 'readBytes' | 'reads'; readonly Write: 'writeBytes' | 'writes' },
  ) => {
    for (const line of text.split('\n')) {
      const [device = '', what = '', value = ''] = line.split(' ');
      if (what !== 'Read' && what !== 'Write') continue;
      const found = byDevice.get(device) ?? { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 };
      found[names[what]] = Number(value);
      byDevice.set(device, found);
    }
  };
  read(bytes, { Read: 'readBytes', Write: 'writeBytes' });
  read(operations, { Read: 'reads', Write: 'writes' });
  return [...byDevice].map(([device, usage]) => ({ device, ...usage }));
}
