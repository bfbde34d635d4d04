/** A label selector ready for use: all of its requirements must be met. */
import { formatRequirement, meetsRequirement } from './label-requirement.ts';
import type { LabelRequirement, Labels } from './label-requirement.ts';

export class LabelMatcher {
  /** Matches all labels, and none at all. */
  static readonly EVERYTHING = new LabelMatcher([]);
  /** Matches no labels, as an absent `selector` field does. */
  static readonly NOTHING = new LabelMatcher([], { matchesNothing: true });

  /** Ordered by key. */
  readonly requirements: readonly LabelRequirement[];
  readonly #matchesNothing: boolean;

  /** @param requirements checked ones: see `checkRequirement` */
  constructor(
    requirements: readonly LabelRequirement[],
    { matchesNothing = false }: { readonly matchesNothing?: boolean } = {},
  ) {
    this.requirements = requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    this.#matchesNothing = matchesNothing;
  }

  /** A selector for exactly these labels, and any others; with no labels, for everything. They are not checked. */
  static fromLabels(labels: Labels): LabelMatcher {
    return new LabelMatcher(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
  }

  matches(labels: Labels): boolean {
    return !this.#matchesNothing && this.requirements.every((requirement) => meetsRequirement(labels, requirement));
  }

  /** Whether it matches everything. */
  isEmpty(): boolean {
    return !this.#matchesNothing && this.requirements.length === 0;
  }

  /** The one value that the selector wants a label to have; undefined where it does not say. */
  exactValue(key: string): string | undefined {
    const requirement = this.requirements.find((candidate) => candidate.key === key);
    const isExact = requirement !== undefined && ['=', '==', 'in'].includes(requirement.operator);
    return isExact && requirement.values.length === 1 ? requirement.values[0] : undefined;
  }

  /** The canonical text; empty for a selector of everything, or nothing. */
  toString(): string {
    return this.requirements.map(formatRequirement).join(',');
  }
}
