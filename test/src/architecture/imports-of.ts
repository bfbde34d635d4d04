// Finds what a source file imports, types included, in every form that TypeScript has: import … from, export … from,
// import '…', import('…') and require('…').

const forms: readonly RegExp[] = [
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
  /\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g,
];

// A line comment follows white space: in 'https://…' there is none.
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** The specifiers that this source text imports, each once. */
export function importsOf(text: string): string[] {
  const code = text.replace(comments, '');
  const found = forms.flatMap((form) => Array.from(code.matchAll(form), (match) => match[1] ?? ''));
  return [...new Set(found)];
}
