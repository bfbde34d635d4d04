// The guestbook, as somebody meets it who types what its README says, in order.

import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toolsFolder } from '../../setup/tools.ts';
import { startChild } from './child-process.ts';
import { checkout } from './checkout.ts';
import { useCluster } from './cluster/shared-cluster.ts';
import { readmeCommands } from './readme-commands.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const sections = readmeCommands(readFileSync(join(checkout, 'examples/guestbook/README.md'), 'utf8'));

afterAll(async () => {
  // Also when the story ends where a node is lost.
  for (const part of ['kubelet', 'proxy'])
    await (
      await startChild({ command: 'docker', args: ['unpause', cluster.container(`node-2-${part}`)] })
    ).ended;
  await cluster.kubectl.run(['delete', 'namespace', 'guestbook', '--ignore-not-found', '--timeout=60s'], {
    timeoutMs: 70_000,
  });
});

/** What is said of ways to the world does not hold for this machine itself. */
const withoutProxies = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(HTTPS?|ALL)_PROXY$/i.test(name)),
);

/** Types a command into a shell, and returns what is to be seen. */
async function type(command: string): Promise<string> {
  const path = [join(toolsFolder(checkout), '1.35'), join(checkout, 'node_modules', '.bin'), process.env['PATH']];
  const child = await startChild({
    command: 'bash',
    // The cluster of the README is the user's; that of the tests has another name.
    args: ['-o', 'pipefail', '-c', command.replaceAll('wherry-node-', `${cluster.name}-node-`)],
    env: { ...withoutProxies, PATH: path.join(delimiter), KUBECONFIG: cluster.kubeconfig },
    cwd: checkout,
  });
  const { code, stdout, stderr } = await child.ended;
  const seen = `${stdout}${stderr}`;
  if (code !== 0) throw new Error(`${command}\nended with ${code}:\n${seen}`);
  return seen;
}

/** What has to be seen in the end of a section, besides that all went well. */
const expectations: Readonly<Record<string, (seen: string) => unknown>> = {
  Deploy: (seen) => expect(new Set(seen.match(/(?<=front-end-.* )node-\d/g))).toHaveLength(3),
  Browse: (seen) => {
    expect(seen).toMatch(/X-Served-By: front-end-/i);
    expect(seen).toMatch(/\[\{"name":"Ada","text":"Hello"/);
    expect(seen).toMatch(/guestbook\s+wherry\s+guestbook\.localhost\s+localhost/);
  },
  Load: (seen) => {
    expect(Number(/([\d.]+)k? requests in/.exec(seen)?.[1])).toBeGreaterThan(0);
    expect(seen).not.toMatch(/\d+ errors|non 2xx/);
    expect(seen).toMatch(/front-end-\S+\s+\d+m\s+\d+Mi/);
  },
};

describe('the README of the guestbook', () => {
  it('has a section for each thing to try', () => {
    const headings = sections.map(({ heading }) => heading);
    expect(headings).toEqual(expect.arrayContaining(Object.keys(expectations)));
  });

  for (const { heading, commands } of sections) {
    it(`says how to: ${heading}`, { timeout: 900_000 }, async () => {
      if (heading === 'Browse')
        await waitFor('the port to be open', () => type('curl --silent http://localhost:30080/'));
      let seen = '';
      for (const command of commands) seen += await type(command);
      expectations[heading]?.(seen);
    });
  }
});
