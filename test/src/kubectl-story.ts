// Tells a story with every release of kubectl: one server for the file, and for each release a namespace, a folder for
// its files and a kubeconfig of its own. The tests of a story run side by side, so each keeps to its own objects.

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { ApiserverOptions, TestServer } from './apiserver-process.ts';
import { kubectl, kubectlVersions } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';
import { parseTranscript, settle, showOutcome } from './transcript.ts';

export interface StoryOptions extends Pick<ApiserverOptions, 'flags'> {
  /** Whether the tests run side by side. @default true */
  readonly concurrent?: boolean;
}

export interface Story {
  /** The minor release of kubectl, `1.35`. */
  readonly version: string;
  /** The namespace that kubectl works in; it has a ServiceAccount `default`, as a controller would make it. */
  readonly namespace: string;
  /** Distinguishes the names of objects without a namespace: `1-35`. */
  readonly suffix: string;
  /** kubectl as the cluster's administrator, in the story's namespace and folder. */
  readonly kubectl: Kubectl;
  readonly server: TestServer;
  /** The working directory of kubectl. */
  readonly folder: string;
  /** Plays a transcript; fails where it does not go as written. */
  readonly play: (transcript: string) => Promise<void>;
  /** Writes a file into the folder; `script` makes it one that can be run. */
  readonly write: (name: string, text: string, options?: { readonly script?: boolean }) => Promise<void>;
}

/** Declares the tests of a story for every release of kubectl. */
export function tellStory(tell: (story: Story) => void, { concurrent = true, ...options }: StoryOptions = {}): void {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startTestServer(options);
  });
  afterAll(() => server?.stop());
  const started = (): TestServer => {
    if (server === undefined) throw new Error('The server of the story runs only while its tests do');
    return server;
  };
  describe.each(kubectlVersions())('kubectl %s', { concurrent }, (version) => {
    const story = storyOf(version, started);
    beforeAll(() => prepare(story));
    tell(story);
  });
}

function storyOf(version: string, server: () => TestServer): Story {
  const suffix = version.replace('.', '-');
  const folderOf = (): string => join(server().apiserver.dataDir, `story-${suffix}`);
  const write: Story['write'] = (name, text, { script = false } = {}) =>
    writeFile(join(folderOf(), name), text, { mode: script ? 0o755 : 0o644 });
  // Made when first used: the server is started after the tests are declared.
  let runner: Kubectl | undefined;
  const story: Story = {
    version,
    suffix,
    namespace: `story-${suffix}`,
    get server() {
      return server();
    },
    get folder() {
      return folderOf();
    },
    get kubectl() {
      return (runner ??= inFolder(kubectl({ version, kubeconfig: join(folderOf(), 'kubeconfig') }), folderOf()));
    },
    write,
    async play(transcript) {
      for (const { words, env, line, expected } of parseTranscript(transcript)) {
        const [command, ...args] = words;
        if (command !== 'kubectl') throw new Error(`Cannot play ${line}: only kubectl can be run`);
        const printed = showOutcome(await story.kubectl.run(args, { env }));
        expect([line, ...printed].join('\n')).toBe([line, ...settle(expected, printed)].join('\n'));
      }
    },
  };
  return story;
}

function inFolder(runner: Kubectl, cwd: string): Kubectl {
  return {
    version: runner.version,
    run: (args, options) => runner.run(args, { cwd, ...options }),
    succeed: (args, options) => runner.succeed(args, { cwd, ...options }),
    json: (args, options) => runner.json(args, { cwd, ...options }),
    start: (args, options) => runner.start(args, { cwd, ...options }),
  };
}

async function prepare(story: Story): Promise<void> {
  await mkdir(story.folder);
  await copyFile(story.server.apiserver.kubeconfig, join(story.folder, 'kubeconfig'));
  await story.play(`
    $ kubectl create namespace ${story.namespace}
    namespace/${story.namespace} created
    $ kubectl config set-context --current --namespace=${story.namespace}
    Context "…" modified.
    $ kubectl create serviceaccount default
    serviceaccount/default created
  `);
}
