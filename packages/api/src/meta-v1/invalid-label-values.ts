import type { LabelSelector } from './label-selector.ts';
import { validateLabelValue } from '../names/label-syntax.ts';

/** Whether a selector asks for values that no label can have. Old objects may do so and must stay possible to change. */
export function hasInvalidLabelValue(selector: Readonly<LabelSelector> | undefined): boolean {
  const values = (selector?.matchExpressions ?? []).flatMap((requirement) => requirement.values ?? []);
  return values.some((value) => validateLabelValue(value).length > 0);
}
