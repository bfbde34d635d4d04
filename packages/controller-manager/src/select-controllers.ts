/** Which controllers run, by what `--controllers` says. */
import { FlagError } from '@wherry/component';

/**
 * The names that are chosen, in the order of the list: `*` for all, `name` for one, `-name` for not that one.
 * @throws FlagError for a name that no controller has
 */
export function selectControllers(chosen: readonly string[], known: readonly string[]): string[] {
  for (const entry of chosen) {
    const name = entry.replace(/^-/, '');
    if (name !== '*' && !known.includes(name)) {
      throw new FlagError(`${JSON.stringify(name)} is not in the list of known controllers`);
    }
  }
  return known.filter((name) => !chosen.includes(`-${name}`) && (chosen.includes(name) || chosen.includes('*')));
}
