/** What a Job has to satisfy, and what of it may change: little, since its pods have been made from it. */
import type { Job } from './job.ts';
import { hasPrefixedLabels, validateGeneratedSelector } from './job-selector.ts';
import type { JobSpec } from './job-spec.ts';
import { validateJobSpec } from './job-spec-validation.ts';
import type { PodTemplateSpec } from '../core-v1/pod.ts';
import { validateTemplateMatch } from '../apps-v1/template-match-validation.ts';
import { validateImmutableField } from '../meta-v1/field-rules.ts';
import { hasInvalidLabelValue } from '../meta-v1/invalid-label-values.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const IMMUTABLE = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

/** Everything wrong with a Job; `old` is what it was before, if it is changed. */
export function validateJob(job: Readonly<Job>, old?: Readonly<Job>): FieldError[] {
  const needsPrefixedLabels = old === undefined || hasPrefixedLabels(old);
  return [
    ...validateGeneratedSelector(job, { needsPrefixedLabels }),
    ...validateJobSpec(job.spec, SPEC),
    ...validateSelector(job.spec, hasInvalidLabelValue(old?.spec.selector)),
    ...validatePodNames(job),
  ];
}

/** Everything wrong with a changed Job. */
export function validateJobUpdate(job: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const unchanged = (name: keyof JobSpec): FieldError[] =>
    validateImmutableField(SPEC.child(name), { now: job.spec[name], before: old.spec[name] });
  return [
    ...validateJob(job, old),
    ...validateCompletionsUpdate(job.spec, old.spec),
    ...unchanged('selector'),
    ...validateTemplateUpdate(job, old),
    ...IMMUTABLE.flatMap(unchanged),
  ];
}

function validateSelector({ selector, template }: JobSpec, allowInvalidValues: boolean): FieldError[] {
  const path = SPEC.child('selector');
  const errors =
    selector === undefined
      ? [FieldError.required(path)]
      : validateLabelSelector(path, selector, { allowInvalidValues });
  return [...errors, ...validateTemplateMatch(selector, template, SPEC.child('template'))];
}

// The pods of an indexed Job have host names: its own name and their index.
function validatePodNames({ metadata, spec }: Readonly<Job>): FieldError[] {
  const { completionMode, completions = 0 } = spec;
  const { name = '' } = metadata;
  const longest = `${name}-${completions - 1}`;
  if (completionMode !== 'Indexed' || completions <= 0 || validateDns1123Label(longest).length === 0) {
    return [];
  }
  const detail = `will not able to create pod with invalid DNS label: ${longest}`;
  return [FieldError.invalid(FieldPath.of('metadata', 'name'), name, detail)];
}

function validateCompletionsUpdate(spec: JobSpec, old: JobSpec): FieldError[] {
  const path = SPEC.child('completions');
  if (spec.completionMode !== 'Indexed') {
    return validateImmutableField(path, { now: spec.completions, before: old.completions });
  }
  const isAsBefore = spec.completions === undefined || spec.completions === old.completions;
  return isAsBefore || spec.completions === spec.parallelism
    ? []
    : [FieldError.invalid(path, spec.completions, 'can only be modified in tandem with spec.parallelism')];
}

// A Job that was suspended and never began may still be told where its pods may run.
function validateTemplateUpdate(job: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const { template } = job.spec;
  const hasBegun = old.spec.suspend !== true || old.status.startTime !== undefined;
  const before = hasBegun ? old.spec.template : withPlacementOf(template, old.spec.template);
  return validateImmutableField(SPEC.child('template'), { now: template, before });
}

function withPlacementOf(now: PodTemplateSpec, before: PodTemplateSpec): PodTemplateSpec {
  const { annotations: _annotations, labels: _labels, ...metadata } = before.metadata;
  const { nodeSelector: _nodes, tolerations: _tolerations, schedulingGates: _gates, ...spec } = before.spec;
  const { nodeAffinity: _nodeAffinity, ...affinity } = spec.affinity ?? {};
  const { annotations, labels } = now.metadata;
  const { nodeSelector, tolerations, schedulingGates } = now.spec;
  const nodeAffinity = now.spec.affinity?.nodeAffinity;
  return {
    metadata: { ...metadata, ...(annotations && { annotations }), ...(labels && { labels }) },
    spec: {
      ...spec,
      ...(nodeSelector && { nodeSelector }),
      ...(tolerations && { tolerations }),
      ...(schedulingGates && { schedulingGates }),
      affinity: { ...affinity, ...(nodeAffinity && { nodeAffinity }) },
    },
  };
}
