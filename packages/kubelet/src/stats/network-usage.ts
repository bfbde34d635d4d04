/** What went over the devices of a network namespace, from `/proc/<pid>/net/dev`. Pure. */

export interface DeviceTraffic {
  readonly name: string;
  readonly received: Traffic;
  readonly sent: Traffic;
}

export interface Traffic {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
}

/** Where sending begins in a line, after eight numbers about receiving. */
const SENT = 8;

/** All devices but the loopback. */
export function trafficIn(text: string): DeviceTraffic[] {
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 0) return [];
    const name = line.slice(0, colon).trim();
    if (name === 'lo') return [];
    const numbers = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const from = (start: number): Traffic => {
      const [bytes = 0, packets = 0, errors = 0, dropped = 0] = numbers.slice(start, start + 4);
      return { bytes, packets, errors, dropped };
    };
    return [{ name, received: from(0), sent: from(SENT) }];
  });
}
