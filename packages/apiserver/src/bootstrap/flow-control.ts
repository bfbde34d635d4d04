/**
 * The flow schemas and priority levels that a cluster starts with: the mandatory ones, which nobody can change, and
 * the suggested ones of Kubernetes 1.35, which are an administrator's to change.
 */
import { everythingOf, mandatoryFlowSchemas, mandatoryPriorityLevels } from '@wherry/api/flowcontrol-v1';
import type {
  FlowSchemaSpec,
  PolicyRulesWithSubjects,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
  ResourcePolicyRule,
  Subject,
} from '@wherry/api/flowcontrol-v1';

/** An object that every apiserver makes sure of. */
export interface WantedObject<S> {
  readonly name: string;
  readonly spec: S;
  /** It is put right whatever was done to it. */
  readonly mandatory: boolean;
}

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const MANAGER = 'system:kube-controller-manager';
const SCHEDULER = 'system:kube-scheduler';

/** All flow schemas. */
export function bootstrapFlowSchemas(): WantedObject<FlowSchemaSpec>[] {
  return [
    ...Object.entries(mandatoryFlowSchemas).map(([name, spec]) => ({ name, spec, mandatory: true })),
    schema('system-nodes', { level: 'system', precedence: 500, by: 'ByUser' }, everythingOf('system:nodes')),
    schema('system-node-high', { level: 'node-high', precedence: 400, by: 'ByUser' }, nodeHealth()),
    schema(
      'probes',
      { level: 'exempt', precedence: 2 },
      {
        subjects: [group(UNAUTHENTICATED), group(AUTHENTICATED)],
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
      },
    ),
    schema('system-leader-election', { level: 'leader-election', precedence: 100, by: 'ByUser' }, leaderElection()),
    schema(
      'kube-controller-manager',
      { level: 'workload-high', precedence: 800, by: 'ByNamespace' },
      { ...everythingOf(), subjects: [user(MANAGER)] },
    ),
    schema(
      'kube-scheduler',
      { level: 'workload-high', precedence: 800, by: 'ByNamespace' },
      { ...everythingOf(), subjects: [user(SCHEDULER)] },
    ),
    schema(
      'kube-system-service-accounts',
      { level: 'workload-high', precedence: 900, by: 'ByNamespace' },
      { ...everythingOf(), subjects: [systemServiceAccounts()] },
    ),
    schema(
      'service-accounts',
      { level: 'workload-low', precedence: 9000, by: 'ByUser' },
      everythingOf('system:serviceaccounts'),
    ),
    schema(
      'global-default',
      { level: 'global-default', precedence: 9900, by: 'ByUser' },
      everythingOf(UNAUTHENTICATED, AUTHENTICATED),
    ),
  ];
}

/** All priority levels. */
export function bootstrapPriorityLevels(): WantedObject<PriorityLevelConfigurationSpec>[] {
  return [
    ...Object.entries(mandatoryPriorityLevels).map(([name, spec]) => ({ name, spec, mandatory: true })),
    level('system', { shares: 30, lendable: 33 }, { queues: 64, handSize: 6 }),
    level('node-high', { shares: 40, lendable: 25 }, { queues: 64, handSize: 6 }),
    level('leader-election', { shares: 10, lendable: 0 }, { queues: 16, handSize: 4 }),
    level('workload-high', { shares: 40, lendable: 50 }, { queues: 128, handSize: 6 }),
    level('workload-low', { shares: 100, lendable: 90 }, { queues: 128, handSize: 6 }),
    level('global-default', { shares: 20, lendable: 50 }, { queues: 128, handSize: 6 }),
  ];
}

interface Sorting {
  readonly level: string;
  readonly precedence: number;
  readonly by?: 'ByUser' | 'ByNamespace';
}

function schema(
  name: string,
  { level, precedence, by }: Sorting,
  rules: PolicyRulesWithSubjects,
): WantedObject<FlowSchemaSpec> {
  const spec: FlowSchemaSpec = {
    priorityLevelConfiguration: { name: level },
    matchingPrecedence: precedence,
    ...(by === undefined ? {} : { distinguisherMethod: { type: by } }),
    rules: [rules],
  };
  return { name, spec, mandatory: false };
}

function level(
  name: string,
  { shares, lendable }: { readonly shares: number; readonly lendable: number },
  queuing: Omit<QueuingConfiguration, 'queueLengthLimit'>,
): WantedObject<PriorityLevelConfigurationSpec> {
  const limited = {
    nominalConcurrencyShares: shares,
    lendablePercent: lendable,
    limitResponse: { type: 'Queue' as const, queuing: { ...queuing, queueLengthLimit: 50 } },
  };
  return { name, spec: { type: 'Limited', limited }, mandatory: false };
}

function nodeHealth(): PolicyRulesWithSubjects {
  const nodes = { verbs: ['*'], apiGroups: [''], resources: ['nodes', 'nodes/status'], namespaces: ['*'] };
  return { subjects: [group('system:nodes')], resourceRules: [{ ...nodes, clusterScope: true }, leases('*')] };
}

function leaderElection(): PolicyRulesWithSubjects {
  return {
    subjects: [user(MANAGER), user(SCHEDULER), systemServiceAccounts()],
    resourceRules: [leases('get', 'create', 'update')],
  };
}

function leases(...verbs: string[]): ResourcePolicyRule {
  return { verbs, apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ['*'] };
}

function user(name: string): Subject {
  return { kind: 'User', user: { name } };
}

function group(name: string): Subject {
  return { kind: 'Group', group: { name } };
}

function systemServiceAccounts(): Subject {
  return { kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name: '*' } };
}
