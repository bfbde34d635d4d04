/** The last step of a start: kubectl is told of the cluster. The cluster is ready without it, so it never fails. */
import { readFile } from 'node:fs/promises';
import type { Machine } from '../../../../setup/steps/machine.ts';
import type { Outcome, Step } from '../../../../setup/steps/step.ts';
import { addEntries, entriesOf } from '../kubeconfig/edit-kubeconfig.ts';
import { changeKubeconfig, usersKubeconfig } from '../kubeconfig/users-kubeconfig.ts';
import { kubeconfigFile, recall, remember } from '../state.ts';
import type { StartOptions } from './start-steps.ts';

type MergeOptions = Pick<StartOptions, 'root' | 'wanted' | 'environment'>;

export function mergeStep(options: MergeOptions): Step {
  const { root, wanted, environment } = options;
  return {
    ensures: `kubectl knows the context ${wanted.name}`,
    async ensure(machine) {
      try {
        return await merge(options);
      } catch (error) {
        tellWhy(error, { file: usersKubeconfig(environment), own: kubeconfigFile(wanted.name, { root }), machine });
        return 'already';
      }
    },
  };
}

async function merge({ root, wanted: { name }, environment }: MergeOptions): Promise<Outcome> {
  const file = usersKubeconfig(environment);
  const own = await readFile(kubeconfigFile(name, { root }), 'utf8');
  const entries = entriesOf(own, { name });
  let previous = '';
  const changed = await changeKubeconfig(file, (text) => {
    const added = addEntries(text, entries);
    previous = added.previousContext;
    return added.text;
  });
  if (!changed) return 'already';
  const before = await recall(name, { root });
  if (before === undefined) return 'changed';
  const previousContext = previous === name ? (before.kubeconfig?.previousContext ?? '') : previous;
  await remember({ ...before, kubeconfig: { file, previousContext } }, { root });
  return 'changed';
}

function tellWhy(error: unknown, { file, own, machine }: { file: string; own: string; machine: Machine }): void {
  machine.say(`${file} stays as it is: ${error instanceof Error ? error.message : String(error)}`);
  machine.say(`kubectl finds the cluster with: export KUBECONFIG=${own}`);
}
