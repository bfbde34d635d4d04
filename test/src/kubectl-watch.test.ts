// kubectl follows what happens: get --watch in its forms, and wait until something is so.

import { describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';
import type { Story } from './kubectl-story.ts';
import { waitFor } from './wait-for.ts';

/** Starts kubectl get --watch and waits until it prints, then does something, then waits for what it says of it. */
async function follow(
  { kubectl }: Story,
  args: readonly string[],
  scenes: readonly { readonly act?: () => Promise<unknown>; readonly until: string }[],
): Promise<string[]> {
  const watching = await kubectl.start(['get', ...args]);
  try {
    for (const { act, until } of scenes) {
      await act?.();
      await waitFor(`${args.join(' ')} to print ${until}`, () => watching.stdout.includes(until));
    }
  } finally {
    await watching.stop();
  }
  expect(watching.stderr).toBe('');
  return watching.stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim());
}

tellStory((story) => {
  const { play } = story;
  const run = (line: string): Promise<string> => story.kubectl.succeed(line.split(' '));

  describe('get --watch', () => {
    it('prints what is there, then each change', async () => {
      await run('create configmap followed --from-literal=a=1');
      const lines = await follow(
        story,
        ['configmap', 'followed', '--watch'],
        [
          { until: 'followed' },
          { act: () => run('patch configmap followed -p {"data":{"b":"2"}}'), until: 'followed   2' },
          { act: () => run('delete configmap followed'), until: 'followed   2' },
        ],
      );
      expect(lines.slice(0, 3).map((line) => line.replace(/ \S+$/, ''))).toEqual([
        'NAME DATA',
        'followed 1',
        'followed 2',
      ]);
    });

    it('names the kind of each change', async () => {
      await run('create configmap told --from-literal=a=1');
      const args = ['configmaps', '--field-selector=metadata.name=told', '--watch', '--output-watch-events'];
      const lines = await follow(story, args, [
        { until: 'told' },
        { act: () => run('label configmap told x=y'), until: 'MODIFIED' },
        { act: () => run('delete configmap told'), until: 'DELETED' },
      ]);
      expect(lines.map((line) => line.replace(/ \S+$/, ''))).toEqual([
        'EVENT NAME DATA',
        'ADDED told 1',
        'MODIFIED told 1',
        'DELETED told 1',
      ]);
    });

    it('with --watch-only leaves out what is there', async () => {
      await run('create configmap only --from-literal=a=1');
      const args = 'get configmaps --field-selector=metadata.name=only --watch-only --output-watch-events'.split(' ');
      const watching = await story.kubectl.start(args);
      // It does not say when it has begun to watch: change the object until it tells of a change.
      let round = 0;
      await waitFor('a change to be told of', async () => {
        await run(`label configmap only round=r${(round += 1)} --overwrite`);
        return watching.stdout !== '';
      });
      await watching.stop();
      expect(watching.stdout).toMatch(/^EVENT +NAME +DATA +AGE\nMODIFIED +only /);
      expect(watching.stdout).not.toContain('ADDED');
    });

    it('follows a selector: what comes to match is added, what ceases to is deleted', async () => {
      await run('create configmap wanderer --from-literal=a=1');
      await run('create configmap resident --from-literal=a=1');
      await run('label configmap resident home=here');
      const args = ['configmaps', '-l', 'home=here', '--watch', '--output-watch-events', '--no-headers'];
      const lines = await follow(story, args, [
        { until: 'resident' },
        { act: () => run('label configmap wanderer home=here'), until: 'wanderer' },
        { act: () => run('label configmap wanderer home-'), until: 'DELETED' },
      ]);
      expect(lines.map((line) => line.replace(/ \S+$/, ''))).toEqual([
        'ADDED resident 1',
        'ADDED wanderer 1',
        'DELETED wanderer 1',
      ]);
    });
  });

  describe('wait', () => {
    /** Makes a change once kubectl waits for it, and returns what kubectl prints then. */
    const later = async (line: string, change: () => Promise<unknown>): Promise<string> => {
      const waiting = await story.kubectl.start([...line.split(' '), '--timeout=55s', '--v=6']);
      // It watches what is there, and asks again and again for what is not.
      await waitFor('kubectl to wait', () => waiting.hasEnded || /watch=true|404/.test(waiting.stderr));
      await change();
      const { code, stdout, stderr } = await waiting.ended;
      expect(code, stderr).toBe(0);
      return stdout.trim();
    };

    it('for a condition', async () => {
      await run('create deployment conditioned --image=shop');
      const status = { status: { conditions: [{ type: 'Available', status: 'True', reason: 'Told', message: 'so' }] } };
      const patch = ['patch', 'deployment', 'conditioned', '--subresource=status', '-p', JSON.stringify(status)];
      expect(
        await later('wait --for=condition=Available deployment/conditioned', () => story.kubectl.succeed(patch)),
      ).toBe('deployment.apps/conditioned condition met');
      await play(`
        $ kubectl wait --for=condition=Available deployments --all --timeout=55s
        deployment.apps/conditioned condition met
        $ kubectl wait --for=condition=Available=false deployment/conditioned --timeout=1s
        ! error: timed out waiting for the condition on deployments/conditioned
        [exit 1]
      `);
    });

    it('for a value', async () => {
      await run('create configmap valued --from-literal=color=red');
      const change = (): Promise<string> => run('patch configmap valued -p {"data":{"color":"blue"}}');
      expect(await later('wait --for=jsonpath={.data.color}=blue configmap/valued', change)).toBe(
        'configmap/valued condition met',
      );
    });

    it('for a creation', async () => {
      const create = (): Promise<string> => run('create configmap coming');
      expect(await later('wait --for=create configmap/coming', create)).toBe('configmap/coming condition met');
    });

    it('for a deletion', async () => {
      await run('create configmap going');
      expect(await later('wait --for=delete configmap/going', () => run('delete configmap going'))).toBe(
        'configmap/going condition met',
      );
      await play(`
        $ kubectl wait --for=delete configmap/going --timeout=5s
        $ kubectl wait --for=condition=Ready configmap/going --timeout=5s
        ! Error from server (NotFound): configmaps "going" not found
        [exit 1]
      `);
    });
  });
});
