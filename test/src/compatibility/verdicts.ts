/** What becomes of each field of a group, from what all parts say of it. Pure. */
import { namesOf, type FieldGroup } from './field-groups.ts';
import type { Part } from './parts.ts';

export interface Note {
  readonly field: string;
  readonly note: string;
}

export interface Verdicts {
  readonly count: number;
  readonly enforced: readonly string[];
  readonly partly: readonly Note[];
  readonly warned: readonly Note[];
  readonly refused: readonly Note[];
  /** Nobody does anything with them. */
  readonly stored: readonly string[];
  /** Who acts upon any of them. */
  readonly by: readonly string[];
}

export function verdictsOf(group: FieldGroup, parts: readonly Part[]): Verdicts {
  const names = namesOf(group);
  if (group.isAnswered) {
    return { count: names.length, enforced: names, partly: [], warned: [], refused: [], stored: [], by: ['apiserver'] };
  }
  const said = parts.flatMap(({ name, fields }) =>
    fields.filter(({ schema }) => schema === group.schema).map((row) => ({ ...row, part: name })),
  );
  const notes = (kind: 'partly' | 'warned' | 'refused'): Note[] =>
    names.flatMap((field) => {
      const all = [...new Set(said.flatMap((row) => row[kind][field] ?? []))];
      return all.length === 0 ? [] : [{ field, note: all.join('; ') }];
    });
  const [partly, warned, refused] = [notes('partly'), notes('warned'), notes('refused')];
  const noted = new Set([...partly, ...warned, ...refused].map(({ field }) => field));
  const acted = new Set(said.flatMap(({ enforced }) => enforced));
  return {
    count: names.length,
    enforced: names.filter((name) => acted.has(name) && !noted.has(name)),
    partly,
    warned,
    refused,
    stored: names.filter((name) => !acted.has(name) && !noted.has(name)),
    by: [...new Set(said.map(({ part }) => part))],
  };
}
