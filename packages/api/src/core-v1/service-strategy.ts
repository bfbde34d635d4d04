/** How Services behave. Addresses and node ports are chosen by the registry, which knows the cluster's ranges. */
import { setServiceDefaults } from './service-defaults.ts';
import { normalizeService } from './service-normalization.ts';
import { validateService, validateServiceStatusUpdate, validateServiceUpdate } from './service-validation.ts';
import { serviceWarnings } from './service-warnings.ts';
import type { Service } from './service.ts';
import { nameIsDns1035Label } from '../names/object-names.ts';
import type { Strategy } from '../resources/strategy.ts';

export const serviceStrategy: Strategy<Service> = {
  nameRule: nameIsDns1035Label,
  createsOnUpdate: true,
  returnsDeleted: true,
  defaults: setServiceDefaults,
  prepareForCreate: (service) => normalizeService(service),
  prepareForUpdate: normalizeService,
  validate: (service) => validateService(service),
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatusUpdate,
  warnings: (service) => serviceWarnings(service),
};
