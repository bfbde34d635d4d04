/** What a node has for pods, as numbers. */
import { amountOf, isScalarResource } from '../pods/amounts.ts';

export class Allocatable {
  milliCpu = 0;
  memory = 0;
  ephemeralStorage = 0;
  /** How many pods. */
  pods = 0;
  /** Huge pages and extended resources. */
  readonly scalars = new Map<string, number>();

  constructor(list: Readonly<Record<string, string>> | undefined) {
    for (const [name, text] of Object.entries(list ?? {})) {
      const amount = amountOf(name, text);
      if (name === 'cpu') this.milliCpu = amount;
      else if (name === 'memory') this.memory = amount;
      else if (name === 'ephemeral-storage') this.ephemeralStorage = amount;
      else if (name === 'pods') this.pods = amount;
      else if (isScalarResource(name)) this.scalars.set(name, amount);
    }
  }
}
