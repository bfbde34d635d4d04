/** How pods and templates of pods behave. */
import { setPodDefaults, setPodSpecDefaults } from './pod-defaults.ts';
import { dropDisabledPodFields, preparePod, preparePodStatus } from './pod-preparation.ts';
import { validatePodStatusUpdate } from './pod-status-validation.ts';
import { validatePodTemplate } from './pod-template-validation.ts';
import { validatePodUpdate } from './pod-update-validation.ts';
import { validatePod } from './pod-validation.ts';
import { podWarnings } from './pod-warnings.ts';
import type { Pod, PodTemplate } from './pod.ts';
import { Pods, PodTemplates } from './resources.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { strategyFor } from '../resources/strategy.ts';
import type { Strategy, StrategyEntry } from '../resources/strategy.ts';
import { FieldPath } from '../status/field-path.ts';

const podStrategy: Strategy<Pod> = {
  returnsDeleted: true,
  defaults: setPodDefaults,
  prepareForCreate: preparePod,
  prepareForUpdate: (pod, old) => dropDisabledPodFields(pod.spec, old.spec),
  prepareForStatusUpdate: preparePodStatus,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  gracePeriodSeconds,
  // Nobody reads warnings for updates, which mostly come from controllers and kubelets.
  warnings: (pod, old) => (old === undefined ? [...nameWarnings(pod), ...podWarnings(pod)] : []),
};

const podTemplateStrategy: Strategy<PodTemplate> = {
  returnsDeleted: true,
  defaults: ({ template }) => setPodSpecDefaults(template.spec),
  prepareForCreate: ({ template }) => dropDisabledPodFields(template.spec),
  prepareForUpdate: ({ template }, old) => dropDisabledPodFields(template.spec, old.template.spec),
  validate: validatePodTemplate,
  warnings: ({ template }) => podWarnings(template, FieldPath.of('template')),
};

export const podStrategies: readonly StrategyEntry[] = [
  strategyFor(Pods, podStrategy),
  strategyFor(PodTemplates, podTemplateStrategy),
];

// A pod that runs nowhere, or no longer, needs no time to end.
function gracePeriodSeconds({ spec, status }: Readonly<Pod>, requested: number | undefined): number {
  if (!spec.nodeName || status.phase === 'Failed' || status.phase === 'Succeeded') return 0;
  const period = requested ?? spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}

function nameWarnings({ metadata: { name = '' } }: Readonly<Pod>): string[] {
  const messages = validateDns1123Label(name);
  if (messages.length === 0) return [];
  const advice =
    "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return [`metadata.name: ${advice}: [${messages.join(' ')}]`];
}
