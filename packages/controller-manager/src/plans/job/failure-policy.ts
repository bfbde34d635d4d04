/** What the failure of a pod means, by the rules of its Job: the first that matches. */
import type { PodFailurePolicy, PodFailurePolicyRule } from '@wherry/api/batch-v1';
import type { ContainerStatus, Pod } from '@wherry/api/core-v1';

export interface Judgement {
  readonly action?: PodFailurePolicyRule['action'];
  /** Whether the failure counts against the limits. */
  readonly counts: boolean;
  /** Why the whole Job has failed. */
  readonly failJob?: string;
}

export function judgeFailure(policy: Readonly<PodFailurePolicy> | undefined, pod: Readonly<Pod>): Judgement {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const what = matchOf(rule, pod);
    if (what === undefined) continue;
    const { action } = rule;
    const failJob = `${what} matching ${action} rule at index ${index}`;
    return { action, counts: action !== 'Ignore', ...(action === 'FailJob' ? { failJob } : {}) };
  }
  return { counts: true };
}

/** What of a pod a rule matches, in words; undefined when it does not. */
function matchOf({ onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, pod: Readonly<Pod>): string | undefined {
  const { namespace = '', name = '' } = pod.metadata;
  if (onExitCodes !== undefined) {
    const { containerName, operator, values } = onExitCodes;
    const matches = ({ name: container, state }: ContainerStatus): boolean => {
      const code = state?.terminated?.exitCode ?? 0;
      const isAsked = containerName === undefined || containerName === container;
      return isAsked && code !== 0 && values.includes(code) === (operator === 'In');
    };
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
    const found = [...containerStatuses, ...initContainerStatuses].find(matches);
    if (found === undefined) return undefined;
    const code = found.state?.terminated?.exitCode ?? 0;
    return `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  const condition = pod.status.conditions?.find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return condition === undefined ? undefined : `Pod ${namespace}/${name} has condition ${condition.type}`;
}
