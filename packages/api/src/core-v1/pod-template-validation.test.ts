import { describe, expect, it } from 'vitest';

import { setPodSpecDefaults } from './pod-defaults.ts';
import { validatePodTemplate } from './pod-template-validation.ts';
import { PodTemplate } from './pod.ts';
import { decodeJson } from '../schema/decode-json.ts';

const CONTAINERS = [{ name: 'a', image: 'nginx' }];

function errorsOf(spec: object, metadata: object = {}): string[] {
  const { value } = decodeJson(PodTemplate, { template: { metadata, spec } });
  setPodSpecDefaults(value.template.spec);
  return validatePodTemplate(value).map(String);
}

describe('validatePodTemplate', () => {
  it('finds nothing wrong with a template', () => {
    expect(errorsOf({ containers: CONTAINERS }, { labels: { app: 'web' } })).toEqual([]);
  });

  it.each<[string, object, object, string[]]>([
    ['no containers', {}, {}, ['template.spec.containers: Required value']],
    [
      'labels and annotations that are none',
      { containers: CONTAINERS },
      { labels: { app: 'a b' }, annotations: { 'a b': '' } },
      [
        "template.labels: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        "template.annotations: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      'ephemeral containers',
      { containers: CONTAINERS, ephemeralContainers: [{ name: 'e', image: 'x', terminationMessagePolicy: 'File' }] },
      {},
      ['template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
    ],
    [
      'an annotation that contradicts its field',
      { containers: CONTAINERS, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
      ['template.spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match'],
    ],
  ])('refuses %s', (_name, spec, metadata, errors) => {
    expect(errorsOf(spec, metadata)).toEqual(errors);
  });

  it('lets requests exceed what only Pods take from limits', () => {
    const resources = { limits: { cpu: '1' } };
    expect(errorsOf({ containers: [{ name: 'a', image: 'x', resources }] })).toEqual([]);
  });
});
