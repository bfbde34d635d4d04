/** The defaults of a LimitRange: for containers, bounds double as defaults. */
import type { LimitRange } from './limit-range.ts';

/** Fills in the default limits and requests of containers, in place. */
export function setLimitRangeDefaults({ spec }: LimitRange): void {
  for (const item of spec.limits) {
    if (item.type === 'Container') {
      const defaults = { ...item.max, ...item.default };
      const requests = { ...item.min, ...defaults, ...item.defaultRequest };
      if (Object.keys(defaults).length > 0) item.default = defaults;
      if (Object.keys(requests).length > 0) item.defaultRequest = requests;
    }
  }
}
