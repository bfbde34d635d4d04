// What a README tells its reader to type, section by section.

export interface ReadmeSection {
  readonly heading: string;
  /** What stands in its `sh` blocks, one after the other. */
  readonly commands: readonly string[];
}

/** The sections of second level that have `sh` blocks; comments and blank lines are left out. */
export function readmeCommands(text: string): ReadmeSection[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      heading: section.slice(0, section.indexOf('\n')).trim(),
      commands: [...section.matchAll(/^```sh\n(.*?)^```$/gms)]
        .flatMap(([, block = '']) => block.split('\n'))
        .filter((line) => line.trim() !== '' && !line.startsWith('#')),
    }))
    .filter(({ commands }) => commands.length > 0);
}
