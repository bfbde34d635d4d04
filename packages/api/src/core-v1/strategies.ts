import { validateConfigMap, validateConfigMapUpdate } from './config-map-validation.ts';
import { endpointsWarnings, validateEndpoints, validateEndpointsUpdate } from './endpoints-validation.ts';
import { validateEvent } from './event-validation.ts';
import { setLimitRangeDefaults } from './limit-range-defaults.ts';
import { validateLimitRange } from './limit-range-validation.ts';
import {
  holdsNamespace,
  markNamespaceTerminating,
  prepareNamespaceUpdate,
  prepareNewNamespace,
  setNamespaceDefaults,
} from './namespace-lifecycle.ts';
import { validateNamespace, validateNamespaceStatus } from './namespace-validation.ts';
import { dropNodeConfigSource, dropNodeConfigStatus, nodeWarnings, setNodeDefaults } from './node-defaults.ts';
import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from './node-validation.ts';
import { normalizeDataSources, persistentVolumeClaimWarnings } from './persistent-volume-claim-normalization.ts';
import {
  validatePersistentVolumeClaim,
  validatePersistentVolumeClaimStatus,
  validatePersistentVolumeClaimUpdate,
} from './persistent-volume-claim-validation.ts';
import { keepPhaseTime, startFirstPhase } from './persistent-volume-phase.ts';
import {
  persistentVolumeWarnings,
  validatePersistentVolume,
  validatePersistentVolumeUpdate,
} from './persistent-volume-validation.ts';
import { podStrategies } from './pod-strategies.ts';
import { replicationControllerStrategy } from './replication-controller-strategy.ts';
import {
  validateResourceQuota,
  validateResourceQuotaStatus,
  validateResourceQuotaUpdate,
} from './resource-quota-validation.ts';
import {
  ConfigMaps,
  EndpointsResource,
  Events,
  LimitRanges,
  Namespaces,
  Nodes,
  PersistentVolumeClaims,
  PersistentVolumes,
  ReplicationControllers,
  ResourceQuotas,
  Secrets,
  ServiceAccounts,
  Services,
} from './resources.ts';
import { setSecretDefaults } from './secret-defaults.ts';
import { validateSecret, validateSecretUpdate } from './secret-validation.ts';
import { secretWarnings } from './secret-warnings.ts';
import { keepSecretNamesOnly, serviceAccountWarnings } from './service-account-rules.ts';
import { serviceStrategy } from './service-strategy.ts';
import { nameIsDnsLabel, nameIsPathSegment } from '../names/object-names.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(ConfigMaps, { validate: validateConfigMap, validateUpdate: validateConfigMapUpdate }),
  strategyFor(EndpointsResource, {
    createsOnUpdate: true,
    validate: validateEndpoints,
    validateUpdate: validateEndpointsUpdate,
    warnings: endpointsWarnings,
  }),
  // Names of events are made from those of other objects, so that they need not be DNS names.
  strategyFor(Events, {
    nameRule: nameIsPathSegment,
    createsOnUpdate: true,
    defaultPropagation: 'None',
    validate: validateEvent,
  }),
  strategyFor(LimitRanges, {
    createsOnUpdate: true,
    defaults: setLimitRangeDefaults,
    validate: validateLimitRange,
  }),
  strategyFor(Namespaces, {
    nameRule: nameIsDnsLabel,
    defaults: setNamespaceDefaults,
    prepareForCreate: prepareNewNamespace,
    prepareForUpdate: prepareNamespaceUpdate,
    holdsDeletion: holdsNamespace,
    markDeleting: markNamespaceTerminating,
    validate: validateNamespace,
    validateStatusUpdate: validateNamespaceStatus,
  }),
  strategyFor(Nodes, {
    keepsStatusOnCreate: true,
    defaults: setNodeDefaults,
    prepareForCreate: (node) => dropNodeConfigSource(node),
    prepareForUpdate: dropNodeConfigSource,
    prepareForStatusUpdate: dropNodeConfigStatus,
    validate: validateNode,
    validateUpdate: validateNodeUpdate,
    validateStatusUpdate: validateNodeStatusUpdate,
    warnings: nodeWarnings,
  }),
  strategyFor(PersistentVolumeClaims, {
    returnsDeleted: true,
    prepareForCreate: (claim) => normalizeDataSources(claim),
    prepareForUpdate: normalizeDataSources,
    validate: validatePersistentVolumeClaim,
    validateUpdate: validatePersistentVolumeClaimUpdate,
    validateStatusUpdate: validatePersistentVolumeClaimStatus,
    warnings: persistentVolumeClaimWarnings,
  }),
  strategyFor(PersistentVolumes, {
    returnsDeleted: true,
    prepareForCreate: startFirstPhase,
    prepareForStatusUpdate: keepPhaseTime,
    validate: validatePersistentVolume,
    validateUpdate: validatePersistentVolumeUpdate,
    warnings: persistentVolumeWarnings,
  }),
  ...podStrategies,
  strategyFor(ReplicationControllers, replicationControllerStrategy),
  strategyFor(ResourceQuotas, {
    returnsDeleted: true,
    validate: validateResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
    validateStatusUpdate: validateResourceQuotaStatus,
  }),
  strategyFor(Secrets, {
    defaults: setSecretDefaults,
    validate: validateSecret,
    validateUpdate: validateSecretUpdate,
    warnings: secretWarnings,
  }),
  strategyFor(ServiceAccounts, {
    returnsDeleted: true,
    prepareForCreate: keepSecretNamesOnly,
    prepareForUpdate: keepSecretNamesOnly,
    warnings: serviceAccountWarnings,
  }),
  strategyFor(Services, serviceStrategy),
];
