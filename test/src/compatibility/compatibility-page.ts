/** docs/compatibility.md, made from what the parts of a cluster say of the fields that they act upon. Pure. */
import { fieldGroups, views, type FieldGroup } from './field-groups.ts';
import { parts } from './parts.ts';
import { verdictsOf, type Note, type Verdicts } from './verdicts.ts';

const INTRODUCTION = `# Compatibility

Made by \`npm run docs\`; do not edit. What the API accepts and how it judges it is Kubernetes 1.35's, for every kind below:
types, defaults, validation, and the warnings that Kubernetes itself gives. This page says what happens **then**: which
fields have their effect in the cluster. It is made from tables that stand beside the code which acts
(\`packages/*/src/supported-fields.ts\`); a field that no part names is counted as stored only.

- **enforced**: it has the effect that it has in Kubernetes.
- **in part**: it has, with the limit that is named.
- **warned**: it has none, and a warning or an event says so.
- **refused**: what it asks for is not carried out, and the user is told.
- **stored only**: it is kept and given back, and nothing acts upon it. For objects that are data (Events, PodTemplates) that is
  all there is to do; elsewhere it is a gap.

Fields of templates (\`spec.template\`, \`spec.jobTemplate\`) are those of the pods that are made from them. Server-side apply,
custom resources, webhooks and aggregated APIs are not there: their objects are stored with a warning, and an apply patch is answered 415.
`;

interface Row {
  readonly group: FieldGroup;
  readonly verdicts: Verdicts;
}

/** The whole page, before it is formatted. */
export function compatibilityPage(): string {
  const rows = fieldGroups().map((group) => ({ group, verdicts: verdictsOf(group, parts) }));
  const alike = views().map(({ kind, of }) => `- \`${kind}\` is another form of \`${of}\`.`);
  return [
    INTRODUCTION,
    '## How many fields',
    table(rows),
    alike.join('\n'),
    '## Which fields are not simply enforced',
    ...rows.flatMap(details),
    '',
  ].join('\n\n');
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ group, verdicts }, index) => {
    const isFirst = rows[index - 1]?.group.kind !== group.kind;
    const { enforced, partly, warned, refused, stored, by } = verdicts;
    const numbers = [enforced, partly, warned, refused, stored].map(({ length }) =>
      length === 0 ? '' : String(length),
    );
    return `| ${[isFirst ? group.kind : '', placeOf(group), ...numbers, by.join(', ')].join(' | ')} |`;
  });
  const head = '| kind | fields of | enforced | in part | warned | refused | stored only | by |';
  return [head, '| --- | --- | --: | --: | --: | --: | --: | --- |', ...lines].join('\n');
}

const placeOf = ({ place }: FieldGroup): string => (place === '' ? 'the object' : `\`${place}\``);

function details({ group, verdicts }: Row): string[] {
  const { enforced, partly, warned, refused, stored } = verdicts;
  if (enforced.length === verdicts.count) return [];
  const lines = [...noted('in part', partly), ...noted('warned', warned), ...noted('refused', refused)];
  if (stored.length > 0) lines.push(`- stored only: ${stored.map(code).join(', ')}`);
  return [`### ${group.kind}${group.place === '' ? '' : `: \`${group.place}\``}`, lines.join('\n')];
}

/** Fields with the same note share a line. */
function noted(word: string, notes: readonly Note[]): string[] {
  const fields = Map.groupBy(notes, ({ note }) => note);
  return [...fields].map(([note, found]) => `- ${word}: ${found.map(({ field }) => code(field)).join(', ')} (${note})`);
}

const code = (text: string): string => `\`${text}\``;
