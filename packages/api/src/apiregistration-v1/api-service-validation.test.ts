import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { APIService } from './api-service.ts';
import { validateAPIService, validateAPIServiceStatus } from './api-service-validation.ts';
import { strategies } from './strategies.ts';

const GOOD = { group: 'metrics.k8s.io', version: 'v1', groupPriorityMinimum: 100, versionPriority: 100 };
const REMOTE = { namespace: 'kube-system', name: 'metrics' };
const service = (spec: object, name = 'v1.metrics.k8s.io'): APIService =>
  decodeJson(APIService, { metadata: { name }, spec: { ...GOOD, ...spec } }).value;

describe('validateAPIService', () => {
  it.each<[string, object, string[]]>([
    ['a local one', {}, []],
    ['a remote one', { service: REMOTE, insecureSkipTLSVerify: true }, []],
    [
      'no priorities',
      { groupPriorityMinimum: 0, versionPriority: 0 },
      [
        'spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000',
        'spec.versionPriority: Invalid value: 0: must be positive and less than 1000',
      ],
    ],
    [
      'a service without names',
      { service: {} },
      ['spec.service.namespace: Required value', 'spec.service.name: Required value'],
    ],
    [
      'a port that does not exist',
      { service: { ...REMOTE, port: 70_000 } },
      ['spec.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive'],
    ],
    [
      'a certificate for what is local',
      { caBundle: 'AAAA' },
      ['spec.caBundle: Invalid value: "3 bytes": local APIServices may not have a caBundle'],
    ],
    [
      'a certificate that is not looked at',
      { service: REMOTE, caBundle: 'AAAA', insecureSkipTLSVerify: true },
      ['spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateAPIService(service(spec)).map(String)).toEqual(expected);
  });

  it('a name that does not follow from the spec', () => {
    expect(validateAPIService(service({}, 'metrics')).map(String)).toEqual([
      'metadata.name: Invalid value: "metrics": must be `spec.version+"."+spec.group`: "v1.metrics.k8s.io"',
    ]);
  });

  it('a version of the core group that is not v1', () => {
    expect(validateAPIService(service({ group: '', version: 'v2' }, 'v2.')).map(String)).toEqual([
      'spec.group: Required value: only v1 may have an empty group and it better be legacy kube',
    ]);
  });
});

describe('validateAPIServiceStatus', () => {
  it('a status that is none', () => {
    const { value } = decodeJson(APIService, { status: { conditions: [{ type: 'Available', status: 'Yes' }] } });
    expect(validateAPIServiceStatus(value).map(String)).toEqual([
      'status.conditions[0].status: Unsupported value: "Yes": supported values: "True", "False", "Unknown"',
    ]);
  });
});

describe('strategies', () => {
  it('know that what is local is available', () => {
    const local = service({});
    const remote = service({ service: REMOTE });
    for (const object of [local, remote]) strategies[0]?.strategy.prepareForCreate?.(object);
    expect(local.status.conditions).toMatchObject([{ type: 'Available', status: 'True', reason: 'Local' }]);
    expect(remote.status.conditions).toBeUndefined();
  });
});
