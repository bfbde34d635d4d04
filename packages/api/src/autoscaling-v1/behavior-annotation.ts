/**
 * The behavior of an autoscaler as version 1 writes it into an annotation. Its field names begin with a capital:
 * Kubernetes writes its internal form here, and stays with it for the annotations that exist.
 */
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from '../autoscaling-v2/horizontal-pod-autoscaler.ts';
import { ScalingPolicySelect } from '../autoscaling-v2/horizontal-pod-autoscaler.ts';
import { decodeJson } from '../schema/decode-json.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

const Policy = struct('HPAScalingPolicy', 'A limit of scaling.', {
  Type: field(1, string, 'Pods or Percent.'),
  Value: field(2, int32, 'Largest change.'),
  PeriodSeconds: field(3, int32, 'Time of the change.'),
});

const Rules = struct('HPAScalingRules', 'The pace of one direction.', {
  StabilizationWindowSeconds: field(1, optional(int32), 'Seconds of past decisions.'),
  SelectPolicy: field(2, optional(ScalingPolicySelect), 'Which policy wins.'),
  Policies: field(3, omitEmpty(list(Policy)), 'Limits.'),
  Tolerance: field(4, optional(quantity), 'Ratio by which a metric may be off.'),
});

const Behavior = struct('HorizontalPodAutoscalerBehavior', 'The pace of both directions.', {
  ScaleUp: field(1, optional(Rules), 'How fast pods are added.'),
  ScaleDown: field(2, optional(Rules), 'How fast pods are taken away.'),
});

/** The text of the annotation. */
export function encodeBehavior({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string {
  return JSON.stringify({ ScaleUp: annotatedRules(scaleUp), ScaleDown: annotatedRules(scaleDown) });
}

/**
 * The behavior that an annotation tells of; undefined if it tells of none.
 * @throws when the annotation cannot be read
 */
export function decodeBehavior(text: string): HorizontalPodAutoscalerBehavior | undefined {
  const { ScaleUp, ScaleDown } = decodeJson(Behavior, JSON.parse(text)).value;
  if (ScaleUp === undefined && ScaleDown === undefined) {
    return undefined;
  }
  return {
    ...(ScaleUp && { scaleUp: rulesOf(ScaleUp) }),
    ...(ScaleDown && { scaleDown: rulesOf(ScaleDown) }),
  };
}

function annotatedRules(rules: HPAScalingRules | undefined): unknown {
  if (rules === undefined) {
    return null;
  }
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies:
      rules.policies?.map(({ type, value, periodSeconds }) => ({
        Type: type,
        Value: value,
        PeriodSeconds: periodSeconds,
      })) ?? null,
    Tolerance: rules.tolerance ?? null,
  };
}

function rulesOf({
  StabilizationWindowSeconds,
  SelectPolicy,
  Policies,
  Tolerance,
}: Infer<typeof Rules>): HPAScalingRules {
  return {
    ...(StabilizationWindowSeconds !== undefined && { stabilizationWindowSeconds: StabilizationWindowSeconds }),
    ...(SelectPolicy !== undefined && { selectPolicy: SelectPolicy }),
    ...(Policies && {
      policies: Policies.map(({ Type, Value, PeriodSeconds }) => ({
        type: Type,
        value: Value,
        periodSeconds: PeriodSeconds,
      })),
    }),
    ...(Tolerance !== undefined && { tolerance: Tolerance }),
  };
}
