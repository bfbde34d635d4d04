// The set-up as an ordered list: what a machine needs, each line made possible by those above it. The npm packages
// and Node 26 come before all of these: run.mjs sees to them.

import { kubectlReleases } from '../tools.ts';
import { baseImageStep } from './base-image.ts';
import { composeStep } from './compose.ts';
import { dockerEngineStep } from './docker-engine.ts';
import { etcdStep } from './etcd.ts';
import { kubectlStep } from './kubectl.ts';
import { networkToolsStep } from './network-tools.ts';
import { registryImageStep } from './registry-image.ts';
import type { Step } from './step.ts';

/** What a cluster is started with. */
export const clusterSteps: readonly Step[] = [dockerEngineStep, composeStep, baseImageStep];

/** What the tests use besides. */
export const steps: readonly Step[] = [
  etcdStep,
  ...kubectlReleases.map(kubectlStep),
  networkToolsStep,
  ...clusterSteps,
  registryImageStep,
];
