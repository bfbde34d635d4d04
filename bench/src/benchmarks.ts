// Every benchmark there is. A new one is a folder and a line here.

import type { Benchmark } from './benchmark.ts';
import { apiserver } from './apiserver/apiserver.ts';
import { cluster } from './cluster/cluster.ts';
import { ingress } from './ingress/ingress.ts';
import { limits } from './limits/limits.ts';
import { nodeport } from './nodeport/nodeport.ts';
import { schedCore } from './scheduler/sched-core.ts';
import { stats } from './stats/stats.ts';

export const benchmarks: readonly Benchmark[] = [apiserver, cluster, ingress, limits, nodeport, schedCore, stats];
