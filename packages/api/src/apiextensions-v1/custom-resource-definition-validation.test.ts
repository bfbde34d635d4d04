import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import {
  validateDefinition,
  validateDefinitionStatus,
  validateDefinitionUpdate,
} from './custom-resource-definition-validation.ts';
import { CustomResourceDefinition } from './custom-resource-definition.ts';

const STRING = { type: 'string' };
const SCHEMA = {
  openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { color: STRING } } } },
};
const VERSION = { name: 'v1', served: true, storage: true, schema: SCHEMA };
const NAMES = { plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'ShirtList' };
const SPEC = {
  group: 'example.com',
  scope: 'Namespaced',
  names: NAMES,
  versions: [VERSION],
  conversion: { strategy: 'None' },
};
const definition = (spec: object = {}, { status = {}, metadata = {} } = {}): CustomResourceDefinition =>
  decodeJson(CustomResourceDefinition, {
    metadata: { name: 'shirts.example.com', ...metadata },
    spec: { ...SPEC, ...spec },
    status: { storedVersions: ['v1'], ...status },
  }).value;
const version = (more: object) => ({ versions: [{ ...VERSION, ...more }] });
const webhook = (more: object) => ({
  conversion: {
    strategy: 'Webhook',
    webhook: { clientConfig: { url: 'https://example.com/' }, conversionReviewVersions: ['v1'], ...more },
  },
});
const column = (more: object) =>
  version({ additionalPrinterColumns: [{ name: 'Color', type: 'string', jsonPath: '.spec.color', ...more }] });
const selectable = (...paths: string[]) => version({ selectableFields: paths.map((jsonPath) => ({ jsonPath })) });
const at = (path: string, error: string): string[] => [`spec.${path}: ${error}`];

describe('validateDefinition', () => {
  it.each<[string, object, string[]]>([
    ['a good definition', {}, []],
    ['a good webhook', webhook({}), []],
    ['a good column', column({}), []],
    ['a good field to select by', selectable('.spec.color'), []],
    [
      'a group without a dot',
      { group: 'a' },
      [
        'metadata.name: Invalid value: "shirts.example.com": must be spec.names.plural+"."+spec.group',
        'spec.group: Invalid value: "a": should be a domain with at least one dot',
      ],
    ],
    [
      'a scope',
      { scope: 'World' },
      at('scope', 'Unsupported value: "World": supported values: "Cluster", "Namespaced"'),
    ],
    ['no schema', version({ schema: null }), at('versions[0].schema.openAPIV3Schema', 'Required value')],
    [
      'a wrong schema',
      version({ schema: { openAPIV3Schema: { type: 'string' } } }),
      at('validation.openAPIV3Schema.type', 'Invalid value: "string": must be object at the root'),
    ],
    [
      'a list of a list',
      { names: { ...NAMES, listKind: 'Shirt' } },
      at('names.listKind', 'Invalid value: "Shirt": kind and listKind may not be the same'),
    ],
    [
      'no versions',
      { versions: [] },
      [
        'spec.versions: Invalid value: null: must have exactly one version marked as storage version',
        'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage ' +
          'version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ' +
          'v1 and removes v1 from status.storedVersions',
      ],
    ],
    [
      'nothing in storage',
      version({ storage: false }),
      at(
        'versions',
        'Invalid value: [{"Name":"v1","Served":true,"Storage":false,"Deprecated":false,"DeprecationWarning":null,' +
          '"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null}]: ' +
          'must have exactly one version marked as storage version',
      ),
    ],
    [
      'a warning about what is fine',
      version({ deprecationWarning: 'no' }),
      at('versions[0].deprecationWarning', 'Invalid value: "no": can only be set for deprecated versions'),
    ],
    [
      'a warning with a bell',
      version({ deprecated: true, deprecationWarning: 'é\u0007' }),
      at(
        'versions[0].deprecationWarning',
        String.raw`Invalid value: "é\a": must only contain printable UTF-8 characters; ` +
          'non-printable character found at index 2',
      ),
    ],
    [
      'a path for a column',
      column({ jsonPath: 'spec' }),
      at('additionalPrinterColumns[0].JSONPath', 'Invalid value: "spec": must be a simple json path starting with .'),
    ],
    [
      'a type for a column',
      column({ type: 'text' }),
      at(
        'additionalPrinterColumns[0].type',
        'Invalid value: "text": must be one of boolean,date,integer,number,string',
      ),
    ],
    [
      'replicas elsewhere',
      version({
        subresources: { scale: { specReplicasPath: '.status.a', statusReplicasPath: '.status.a' } },
      }),
      at('subresources.scale.specReplicasPath', 'Invalid value: ".status.a": should be a json path under .spec'),
    ],
    [
      'an object to select by',
      selectable('.spec'),
      at(
        'selectableFields[0].jsonPath',
        'Invalid value: ".spec": must point to a field of type string, boolean or integer. ' +
          'Enum string fields and strings with formats are allowed.',
      ),
    ],
    [
      'the same field twice',
      selectable('.spec.color', '.spec.color'),
      at('selectableFields[1].jsonPath', 'Duplicate value: ".spec.color"'),
    ],
    [
      'a webhook nowhere',
      webhook({ clientConfig: null }),
      at('conversion.webhookClientConfig', 'Required value: required when strategy is set to Webhook'),
    ],
    [
      'a webhook of the future',
      webhook({ conversionReviewVersions: ['v2'] }),
      at('conversion.conversionReviewVersions', 'Invalid value: ["v2"]: must include at least one of v1, v1beta1'),
    ],
    [
      'unknown fields',
      { preserveUnknownFields: true },
      at(
        'preserveUnknownFields',
        'Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in ' +
          'spec.versions[*].schema instead',
      ),
    ],
  ])('finds what is wrong with %s', (_, spec, errors) => {
    expect(validateDefinition(definition(spec)).map(String)).toEqual(errors);
  });

  it('names what is wrong in one of several versions where it stands', () => {
    const wrong = { openAPIV3Schema: { type: 'string' } };
    const spec = { versions: [VERSION, { name: 'v2', served: true, storage: false, schema: wrong }] };
    expect(validateDefinition(definition(spec)).map(String)).toEqual([
      'spec.versions[1].schema.openAPIV3Schema.type: Invalid value: "string": must be object at the root',
    ]);
  });

  it.each<[string, object, RegExp | undefined]>([
    ['nothing', {}, /^metadata\.annotations\[api-approved\.kubernetes\.io\]: Required value: protected groups must/],
    ['yes', { 'api-approved.kubernetes.io': 'yes' }, /: Invalid value: "yes": protected groups .* with either a URL/],
    ['a URL', { 'api-approved.kubernetes.io': 'https://example.com/1' }, undefined],
    ['a confession', { 'api-approved.kubernetes.io': 'unapproved, for now' }, undefined],
  ])('asks for approval in the groups of the community, given %s', (_, annotations, message) => {
    const metadata = { name: 'shirts.a.k8s.io', annotations };
    const errors = validateDefinition(definition({ group: 'a.k8s.io' }, { metadata })).map(String);
    expect(errors).toEqual(message === undefined ? [] : [expect.stringMatching(message)]);
  });
});

describe('validateDefinitionUpdate', () => {
  const established = { conditions: [{ type: 'Established', status: 'True' }] };

  it.each<[string, object, object, string[]]>([
    ['no change', {}, established, []],
    ['a scope before use', { scope: 'Cluster' }, {}, []],
    ['a scope in use', { scope: 'Cluster' }, established, ['spec.scope: Invalid value: "Cluster": field is immutable']],
    ['a group', { group: 'example.org' }, {}, ['spec.group: Invalid value: "example.org": field is immutable']],
    ['certificates before use', webhook({ clientConfig: { url: 'https://a/', caBundle: 'YQ==' } }), {}, []],
    [
      'certificates in use',
      webhook({ clientConfig: { url: 'https://a/', caBundle: 'YQ==' } }),
      established,
      [
        'spec.conversion.webhookClientConfig.caBundle: Invalid value: "YQ==": ' +
          'unable to load root certificates: unable to parse bytes as PEM block',
      ],
    ],
  ])('finds what is wrong with %s', (_, spec, status, errors) => {
    expect(validateDefinitionUpdate(definition(spec), definition({}, { status })).map(String)).toEqual(errors);
  });
});

describe('validateDefinitionStatus', () => {
  it('finds wrong names', () => {
    const acceptedNames = { plural: 'S', kind: 'Shirt' };
    expect(validateDefinitionStatus(definition({}, { status: { acceptedNames } })).map(String)).toEqual([
      expect.stringMatching(/^status\.acceptedNames\.plural: Invalid value: "S": a DNS-1035 label must/),
    ]);
  });
});
