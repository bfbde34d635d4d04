/** The selectors of a list or watch as authorization sees them: an authorizer may allow no more than what they select. */
import { parseFieldSelector, parseLabelSelector, type LabelOperator } from '@wherry/api';
import type { SelectorRequirement } from '../auth/attributes.ts';

export interface Selectors {
  readonly fieldSelector?: readonly SelectorRequirement[];
  readonly labelSelector?: readonly SelectorRequirement[];
}

/** Authorization has one name for each operator. */
const OPERATORS: Readonly<Record<LabelOperator, SelectorRequirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '=',
  '!=': '!=',
  gt: '>',
  lt: '<',
  exists: 'exists',
  '!': '!',
};

const SELECTING_VERBS = new Set(['list', 'watch', 'deletecollection']);

/** What a selector that does not parse narrows is nothing: the handler refuses it later. */
export function selectorRequirements(verb: string, query: URLSearchParams): Selectors {
  if (!SELECTING_VERBS.has(verb)) return {};
  const fields = query.get('fieldSelector') ?? '';
  const labels = query.get('labelSelector') ?? '';
  if (fields === '' && labels === '') return {};
  return {
    ...(fields === '' ? {} : { fieldSelector: tried(() => fieldRequirements(fields)) }),
    ...(labels === '' ? {} : { labelSelector: tried(() => labelRequirements(labels)) }),
  };
}

export function fieldRequirements(text: string): SelectorRequirement[] {
  return parseFieldSelector(text).requirements.map(({ field, operator, value }) => ({
    key: field,
    operator: operator === '!=' ? '!=' : '=',
    values: [value],
  }));
}

export function labelRequirements(text: string): SelectorRequirement[] {
  return parseLabelSelector(text).requirements.map(({ key, operator, values }) => ({
    key,
    operator: OPERATORS[operator],
    values,
  }));
}

function tried(parse: () => readonly SelectorRequirement[]): readonly SelectorRequirement[] {
  try {
    return parse();
  } catch {
    return [];
  }
}
