/** A socket of a Service, of either transport. */
import type { Running } from '@wherry/component';

export interface Listener extends Running {
  /** Its endpoints are others now. */
  changed(): void;
}
