/** The flags of hollow nodes. */
import { integerFlag, pairsFlag, textFlag } from '@wherry/component';

export const hollowFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  nodes: integerFlag({ default: 100, min: 1, max: 10_000, help: 'How many nodes there are.' }),
  'name-prefix': textFlag({ default: 'hollow', help: 'What their names begin with; a number follows, from 1.' }),
  'node-labels': pairsFlag({
    default: new Map([['wherry.dev/hollow', 'true']]),
    help: 'Labels that they register with.',
  }),
  capacity: pairsFlag({
    default: new Map([
      ['cpu', '8'],
      ['memory', '32Gi'],
      ['pods', '110'],
      ['ephemeral-storage', '100Gi'],
    ]),
    help: 'What pods may have of each, by resource.',
  }),
  'root-dir': textFlag({ default: '/var/lib/wherry-hollow', help: 'Where the files of their pods lie.' }),
};
