/** What users are told of a check. Pure. */
import type { EventText } from '@wherry/client';
import type { ProbeKind } from '../pods/probe-results.ts';
import type { CheckResult } from './run-check.ts';

/** undefined for a success, which is not worth a word. */
export function probeEvent(kind: ProbeKind, { result, output }: CheckResult): EventText | undefined {
  const noun = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)} probe`;
  switch (result) {
    case 'success':
      return undefined;
    case 'warning':
      return { type: 'Warning', reason: 'ProbeWarning', message: `${noun} warning: ${output}` };
    case 'failure':
      return { type: 'Warning', reason: 'Unhealthy', message: `${noun} failed: ${output}` };
    case 'unknown':
      return {
        type: 'Warning',
        reason: 'Unhealthy',
        message: `${noun} errored and resulted in unknown state: ${output}`,
      };
  }
}
