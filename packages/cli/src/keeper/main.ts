/** The keeper as a process. */
import { runMain, textFlag } from '@wherry/component';
import { openEngineSocket } from './engine-socket.ts';
import { startKeeper } from './keeper.ts';

await runMain({
  name: 'keeper',
  summary: 'Keeps the processes of a cluster in the networks of its machines when either is started again.',
  flags: {
    'cluster-name': textFlag({ default: 'wherry', help: 'The name that all containers of the cluster carry.' }),
    socket: textFlag({ default: '/var/run/docker.sock', help: "The engine's socket." }),
  },
  start({ flags, clock, log }) {
    const engine = openEngineSocket(flags.socket);
    return Promise.resolve(startKeeper({ cluster: flags['cluster-name'], engine, clock, log }));
  },
});
