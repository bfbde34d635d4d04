/** Label selectors as API objects have them (`metav1.LabelSelector`): compiled for matching, and as text. */
import { quote } from '../encoding/quote.ts';
import { LabelMatcher } from './label-matcher.ts';
import { checkRequirement } from './label-requirement.ts';
import type { LabelOperator, LabelRequirement, Labels } from './label-requirement.ts';
import { SelectorError } from './selector-error.ts';

/** The fields of a `metav1.LabelSelector`, whatever its operators may be. */
export interface LabelSelectorFields {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?:
    | readonly {
        readonly key: string;
        readonly operator: string;
        readonly values?: readonly string[] | undefined;
      }[]
    | undefined;
}

const OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/**
 * The selector, ready to match. One that is absent matches nothing, an empty one everything.
 * @throws SelectorError for a selector that validation would not let pass
 */
export function compileLabelSelector(selector: LabelSelectorFields | undefined): LabelMatcher {
  if (selector === undefined) {
    return LabelMatcher.NOTHING;
  }
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) =>
    checkRequirement({ key, operator: '=', values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }) =>
    checkRequirement({ key, operator: operatorOf(operator), values: values ?? [] }),
  );
  return new LabelMatcher([...labels, ...expressions] satisfies LabelRequirement[]);
}

function operatorOf(name: string): LabelOperator {
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    throw new SelectorError(`${quote(name)} is not a valid label selector operator`);
  }
  return operator;
}

/** The selector as tables show it: its text, `<none>` for one without requirements, `<error>` for a bad one. */
export function formatLabelSelector(selector: LabelSelectorFields | undefined): string {
  try {
    return compileLabelSelector(selector).toString() || '<none>';
  } catch (error) {
    if (error instanceof SelectorError) {
      return '<error>';
    }
    throw error;
  }
}

/** Labels as tables show them: `a=1,b=2`, or `<none>`. */
export function formatLabels(labels: Labels | undefined): string {
  return LabelMatcher.fromLabels(labels ?? {}).toString() || '<none>';
}
