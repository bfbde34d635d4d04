/** Selectors of objects that others wrote: one that cannot be understood selects nothing, and stops nobody. */
import { compileLabelSelector, LabelMatcher, SelectorError } from '@wherry/api';

export function compileLeniently(selector: Parameters<typeof compileLabelSelector>[0]): LabelMatcher {
  try {
    return compileLabelSelector(selector);
  } catch (error) {
    if (error instanceof SelectorError) return LabelMatcher.NOTHING;
    throw error;
  }
}
