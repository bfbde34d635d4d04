import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { FlowSchema } from './flow-schema.ts';
import { validateFlowSchema, validateFlowSchemaStatus } from './flow-schema-validation.ts';
import { mandatoryFlowSchemas, mandatoryPriorityLevels } from './mandatory-objects.ts';
import { PriorityLevelConfiguration } from './priority-level-configuration.ts';
import { validatePriorityLevel } from './priority-level-validation.ts';

const flowSchema = (spec: object, name = 'mine'): FlowSchema =>
  decodeJson(FlowSchema, {
    metadata: { name },
    spec: { priorityLevelConfiguration: { name: 'workload-low' }, ...spec },
  }).value;
const level = (spec: object, name = 'mine'): PriorityLevelConfiguration =>
  decodeJson(PriorityLevelConfiguration, { metadata: { name }, spec }).value;

const ANN = { kind: 'User', user: { name: 'ann' } };
const PODS = { verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['*'] };
const ruled = (rule: object) => ({ rules: [{ subjects: [ANN], resourceRules: [PODS], ...rule }] });
const limited = (limit: object) => ({ type: 'Limited', limited: { limitResponse: { type: 'Reject' }, ...limit } });
const queued = (queuing: object) => limited({ limitResponse: { type: 'Queue', queuing } });

describe('validateFlowSchema', () => {
  it.each<[string, object, string[]]>([
    ['no rules', {}, []],
    ['pods of one user', ruled({}), []],
    [
      'no priority level',
      { priorityLevelConfiguration: {} },
      ['spec.priorityLevelConfiguration.name: Required value: must reference a priority level'],
    ],
    [
      'the precedence of administrators',
      { matchingPrecedence: 1 },
      ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"],
    ],
    [
      'a precedence beyond the last',
      { matchingPrecedence: 10_001 },
      ['spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000'],
    ],
    [
      'flows by shoe size',
      { distinguisherMethod: { type: 'ByShoe' } },
      [
        'spec.distinguisherMethod.type: Unsupported value: {"Type":"ByShoe"}: supported values: "ByNamespace", "ByUser"',
      ],
    ],
    [
      'nobody',
      ruled({ subjects: [] }),
      ['spec.rules[0].subjects: Required value: subjects must contain at least one value'],
    ],
    [
      'a group where a user was announced',
      ruled({ subjects: [{ kind: 'User', group: { name: 'devs' } }] }),
      [
        "spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'",
        "spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'",
      ],
    ],
    [
      'a subject of no kind',
      ruled({ subjects: [{}] }),
      ['spec.rules[0].subjects[0].kind: Unsupported value: "": supported values: "Group", "ServiceAccount", "User"'],
    ],
    [
      'nothing to match',
      ruled({ resourceRules: [] }),
      ['spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty'],
    ],
    [
      'no namespace and not the cluster either',
      ruled({ resourceRules: [{ ...PODS, namespaces: [] }] }),
      [
        'spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace',
      ],
    ],
    [
      'every verb and one more',
      ruled({ resourceRules: [{ ...PODS, verbs: ['*', 'get'] }] }),
      [
        `spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","get"]: if '*' is present, must not specify other verbs`,
      ],
    ],
    [
      'a path with a wildcard in the middle',
      ruled({ nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/a*b'] }] }),
      [
        'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "/a*b": wildcard can only do suffix matching',
      ],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateFlowSchema(flowSchema(spec)).map(String)).toEqual(expected);
  });

  it('names the verbs that there are', () => {
    const spec = ruled({ resourceRules: [{ ...PODS, verbs: ['fetch'] }] });
    expect(validateFlowSchema(flowSchema(spec)).map(String)).toEqual([
      'spec.rules[0].resourceRules[0].verbs: Unsupported value: ["fetch"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"',
    ]);
  });

  it.each(Object.entries(mandatoryFlowSchemas))('keeps the mandatory %s as it is', (name, spec) => {
    expect(validateFlowSchema(flowSchema(spec, name))).toEqual([]);
    expect(validateFlowSchema(flowSchema({ ...spec, rules: [] }, name)).map(String)).toEqual([
      expect.stringMatching(new RegExp(`^spec: Invalid value: .*: spec of '${name}' must equal the fixed value$`)),
    ]);
  });

  it('wants the conditions of a status to have types of their own', () => {
    const { value } = decodeJson(FlowSchema, { status: { conditions: [{ type: 'A' }, { type: 'A' }, {}] } });
    expect(validateFlowSchemaStatus(value).map(String)).toEqual([
      'status.conditions[1].type: Duplicate value: "A"',
      'status.conditions[2].type: Required value: must not be empty',
    ]);
  });
});

describe('validatePriorityLevel', () => {
  it.each<[string, object, string[]]>([
    ['a limit', limited({}), []],
    ['queues as they come', queued({ handSize: 6 }), []],
    ['no type', {}, ['spec.type: Unsupported value: "": supported values: "Exempt", "Limited"']],
    [
      'an exemption for oneself',
      { type: 'Exempt' },
      [`spec.type: Invalid value: "Exempt": type must be 'Exempt' if and only if name is 'exempt'`],
    ],
    [
      'a limit that is not there',
      { type: 'Limited' },
      ['spec.limited: Required value: must not be empty when type is Limited'],
    ],
    [
      'queues for requests that are refused',
      limited({ limitResponse: { type: 'Reject', queuing: {} } }),
      ['spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited'],
    ],
    [
      'negative shares',
      limited({ nominalConcurrencyShares: -1 }),
      ['spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer'],
    ],
    [
      'lending more than all',
      limited({ lendablePercent: 101 }),
      ['spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive'],
    ],
    [
      'a hand larger than the deck',
      queued({ queues: 7, handSize: 8 }),
      ['spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not be greater than queues (7)'],
    ],
    [
      'a hand that the hash cannot deal',
      queued({ queues: 512, handSize: 8 }),
      [
        'spec.limited.limitResponse.queuing.handSize: Invalid value: 8: required entropy bits of deckSize 512 and handSize 8 should not be greater than 60',
      ],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validatePriorityLevel(level(spec)).map(String)).toEqual(expected);
  });

  it.each(Object.entries(mandatoryPriorityLevels))('accepts the mandatory %s', (name, spec) => {
    expect(validatePriorityLevel(level(spec, name))).toEqual([]);
  });

  it('lets the share of exempt change, and of catch-all nothing', () => {
    expect(validatePriorityLevel(level({ type: 'Exempt', exempt: { lendablePercent: 10 } }, 'exempt'))).toEqual([]);
    expect(validatePriorityLevel(level(limited({}), 'catch-all')).map(String)).toEqual([
      expect.stringContaining("spec of 'catch-all' must equal the fixed value"),
    ]);
  });
});
