/**
 * Choosing a free position in a range. What nobody asks for by name comes from the upper part first, so that the lower
 * part stays free for those who choose for themselves (KEP-3070, KEP-3668).
 */

export interface FreeChoice {
  readonly size: number;
  /** How many positions at the start are left to those who choose for themselves. */
  readonly reserved: number;
  readonly isFree: (position: number) => boolean;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** A free position; undefined when there is none. */
export function chooseFree({ size, reserved, isFree, random }: FreeChoice): number | undefined {
  return search({ from: reserved, to: size, isFree, random }) ?? search({ from: 0, to: reserved, isFree, random });
}

interface Search extends Pick<FreeChoice, 'isFree' | 'random'> {
  readonly from: number;
  readonly to: number;
}

/** Starts anywhere, so that two servers seldom choose the same, and looks at each position once. */
function search({ from, to, isFree, random }: Search): number | undefined {
  const length = to - from;
  const start = Math.floor(random() * length);
  for (let step = 0; step < length; step += 1) {
    const position = from + ((start + step) % length);
    if (isFree(position)) return position;
  }
  return undefined;
}

/** How many positions of a range are left to those who choose for themselves. */
export function reservedOf(
  size: number,
  { share, least, most }: { share: number; least: number; most: number },
): number {
  return size < least ? 0 : Math.min(Math.max(least, Math.floor(size / share)), most);
}
