/** What a HorizontalPodAutoscaler does when it does not say: aim at 80 % CPU, follow the metrics at a certain pace. */
import type { HorizontalPodAutoscaler, HPAScalingRules } from './horizontal-pod-autoscaler.ts';
import type { MetricSpec } from './metric-spec.ts';

const PERIOD_SECONDS = 15;

/** The metric of an autoscaler that has none. */
export function defaultMetric(): MetricSpec {
  return {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  };
}

/** Fills in the metric, and both directions of the behavior if any is given. */
export function setHorizontalPodAutoscalerDefaults({ spec }: HorizontalPodAutoscaler): void {
  if ((spec.metrics ?? []).length === 0) {
    spec.metrics = [defaultMetric()];
  }
  if (spec.behavior !== undefined) {
    spec.behavior.scaleUp = { ...scaleUpRules(), ...spec.behavior.scaleUp };
    spec.behavior.scaleDown = { ...scaleDownRules(), ...spec.behavior.scaleDown };
  }
}

function scaleUpRules(): HPAScalingRules {
  return {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: PERIOD_SECONDS },
      { type: 'Percent', value: 100, periodSeconds: PERIOD_SECONDS },
    ],
  };
}

/** Without a stabilization window: that of scaling down is a setting of the controller. */
function scaleDownRules(): HPAScalingRules {
  return { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: PERIOD_SECONDS }] };
}
