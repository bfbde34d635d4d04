import {
  validateDefinition,
  validateDefinitionStatus,
  validateDefinitionUpdate,
} from './custom-resource-definition-validation.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';
import { warnOfFormats } from './formats.ts';
import { CustomResourceDefinitions } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(CustomResourceDefinitions, {
    needsResourceVersion: true,
    statusKeepsMetadata: true,
    defaults: setDefinitionDefaults,
    prepareForCreate: noteStorageVersion,
    prepareForUpdate: noteStorageVersion,
    validate: validateDefinition,
    validateUpdate: validateDefinitionUpdate,
    validateStatusUpdate: validateDefinitionStatus,
    warnings: warnOfFormats,
  }),
];

function setDefinitionDefaults({ spec }: CustomResourceDefinition): void {
  const { names } = spec;
  if ((names.singular ?? '') === '') names.singular = names.kind.toLowerCase();
  if ((names.listKind ?? '') === '' && names.kind !== '') names.listKind = `${names.kind}List`;
  spec.conversion ??= { strategy: 'None' };
}

/** Objects will be in storage in that version until someone has rewritten them all. */
function noteStorageVersion(definition: CustomResourceDefinition): void {
  const storage = definition.spec.versions.find((version) => version.storage);
  const status = (definition.status ??= {
    conditions: [],
    acceptedNames: { plural: '', kind: '' },
    storedVersions: [],
  });
  if (storage !== undefined && !status.storedVersions.includes(storage.name)) {
    status.storedVersions = [...status.storedVersions, storage.name];
  }
}
