import { describe, expect, it } from 'vitest';

import { shouldRestart } from './container-restart.ts';
import type { Container } from './container.ts';

type Policies = Pick<Container, 'restartPolicy' | 'restartPolicyRules'>;

const ruled = (operator: 'In' | 'NotIn', values: number[]): Policies => ({
  restartPolicy: 'Never',
  restartPolicyRules: [{ action: 'Restart', exitCodes: { operator, values } }],
});

describe('shouldRestart', () => {
  it.each<[string, Policies, 'Always' | 'OnFailure' | 'Never' | undefined, number, boolean]>([
    ['in a pod that always restarts', {}, 'Always', 0, true],
    ['in a pod that says nothing', {}, undefined, 0, true],
    ['after a success in a pod that restarts on failure', {}, 'OnFailure', 0, false],
    ['after a failure in a pod that restarts on failure', {}, 'OnFailure', 1, true],
    ['in a pod that never restarts', {}, 'Never', 1, false],
    ['by its own policy before that of the pod', { restartPolicy: 'Always' }, 'Never', 0, true],
    ['by its own policy against that of the pod', { restartPolicy: 'Never' }, 'Always', 1, false],
    ['by a rule that lists the exit code', ruled('In', [42]), 'Never', 42, true],
    ['not by a rule that lists other exit codes', ruled('In', [42]), 'Always', 1, false],
    ['by a rule for other exit codes', ruled('NotIn', [42]), 'Never', 1, true],
    ['not by a rule that leaves the exit code out', ruled('NotIn', [42]), 'Never', 42, false],
  ])('decides %s', (_name, container, restartPolicy, exitCode, restarts) => {
    expect(shouldRestart(container, restartPolicy ? { restartPolicy } : {}, exitCode)).toBe(restarts);
  });
});
