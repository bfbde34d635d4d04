/** The admission plugins: this list is their order. */
import type { AdmissionPlugin } from './admission.ts';

export interface AdmissionOptions {
  readonly plugins?: readonly AdmissionPlugin[];
}

export function admissionPlugins(_options: AdmissionOptions = {}): readonly AdmissionPlugin[] {
  return [];
}
