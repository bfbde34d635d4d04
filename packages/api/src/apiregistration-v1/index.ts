export { APIService, APIServiceCondition, APIServiceSpec, APIServiceStatus, ServiceReference } from './api-service.ts';
export { APIServices } from './resources.ts';
