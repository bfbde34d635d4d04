/** A pod of a Job. */
import { Jobs, type Job } from '@wherry/api/batch-v1';
import type { Container, Pod } from '@wherry/api/core-v1';
import type { Draft } from '@wherry/api/schema';
import { podFromTemplate } from '../../pods/pod-from-template.ts';
import { judgeFailure } from './failure-policy.ts';
import {
  FAILURES_ANNOTATION,
  failuresBefore,
  IGNORED_FAILURES_ANNOTATION,
  ignoredFailuresBefore,
  INDEX_ANNOTATION,
  TRACKING_FINALIZER,
} from './job-pods.ts';
import type { PlannedPod } from './plan-job-pods.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
/** The server adds five characters to a name of at most 63. */
const LONGEST_PREFIX = 58;

export function newJobPod(job: Readonly<Job>, { index, replaces }: PlannedPod): Draft<Pod> {
  const { template } = job.spec;
  const pod = podFromTemplate({ template, owner: job, ownerResource: Jobs });
  const finalizers = [...new Set([...(template.metadata.finalizers ?? []), TRACKING_FINALIZER])];
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const { name = '' } = job.metadata;
  const end = `-${index}-`;
  return {
    metadata: {
      ...pod.metadata,
      generateName: `${name.slice(0, LONGEST_PREFIX - end.length)}${end}`,
      finalizers,
      labels: { ...template.metadata.labels, [INDEX_ANNOTATION]: String(index) },
      annotations: {
        ...template.metadata.annotations,
        [INDEX_ANNOTATION]: String(index),
        ...(job.spec.backoffLimitPerIndex === undefined ? {} : failureCounts(job, replaces)),
      },
    },
    spec: {
      ...template.spec,
      hostname: `${name}-${index}`,
      containers: template.spec.containers.map(withIndex),
      ...(template.spec.initContainers === undefined
        ? {}
        : { initContainers: template.spec.initContainers.map(withIndex) }),
    },
  };
}

function withIndex(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${INDEX_ANNOTATION}']` } };
  return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom }] };
}

function failureCounts({ spec }: Readonly<Job>, replaced: Readonly<Pod> | undefined): Record<string, string> {
  if (replaced === undefined) return { [FAILURES_ANNOTATION]: '0' };
  const { counts } = judgeFailure(spec.podFailurePolicy, replaced);
  const failures = failuresBefore(replaced) + (counts ? 1 : 0);
  const ignored = ignoredFailuresBefore(replaced) + (counts ? 0 : 1);
  return {
    [FAILURES_ANNOTATION]: String(failures),
    ...(ignored === 0 ? {} : { [IGNORED_FAILURES_ANNOTATION]: String(ignored) }),
  };
}
