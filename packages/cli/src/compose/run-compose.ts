/** Compose for one cluster: its file, its variables, its project. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../docker/docker.ts';
import { composeVariables, type Settings } from '../settings.ts';
import { clusterFolder } from '../state.ts';
import { composeFile, defaultWorkers } from './compose-file.ts';

export interface ComposeRun {
  readonly root: string;
  readonly settings: Settings;
  /** How Compose is called: `docker compose`, `docker-compose`. */
  readonly command: readonly [string, ...string[]];
  /** Further variables of the file. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** @throws CommandError */
export async function runCompose(args: readonly string[], run: ComposeRun): Promise<string> {
  const { root, settings, command } = run;
  const file = await fileOf(run);
  const env = { ...composeVariables(settings), ...run.variables };
  const project = ['--project-directory', root, '--project-name', settings.name, '--file', file];
  return runCommand([...command, ...project, ...args], { env, cwd: root });
}

/** With three workers it is the file of the checkout: then plain Compose speaks of the same cluster. */
async function fileOf({ root, settings }: ComposeRun): Promise<string> {
  if (settings.workers === defaultWorkers) return join(root, 'docker-compose.yml');
  const file = join(clusterFolder(settings.name, { root }), 'docker-compose.yml');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, composeFile(settings.workers));
  return file;
}
