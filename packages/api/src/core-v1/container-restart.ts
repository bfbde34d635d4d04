/** When a container that has ended is started again (KEP-5307). */
import type { Container, ContainerRestartRule } from './container.ts';
import type { PodSpec } from './pod.ts';

/** Whether a container that ended with this exit code is restarted: by its rules, by its own policy, by the pod's. */
export function shouldRestart(
  container: Pick<Container, 'restartPolicy' | 'restartPolicyRules'>,
  pod: Pick<PodSpec, 'restartPolicy'>,
  exitCode: number,
): boolean {
  if (container.restartPolicy !== undefined) {
    if ((container.restartPolicyRules ?? []).some((rule) => appliesTo(rule, exitCode))) return true;
    return restarts(container.restartPolicy, exitCode);
  }
  return restarts(pod.restartPolicy ?? 'Always', exitCode);
}

function restarts(policy: 'Always' | 'OnFailure' | 'Never', exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function appliesTo({ exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  const isListed = (exitCodes?.values ?? []).includes(exitCode);
  return exitCodes !== undefined && (exitCodes.operator === 'In' ? isListed : !isListed);
}
