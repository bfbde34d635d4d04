/** What tests of other packages may take from the apiserver: a real etcd, and a real server on memory storage. */
export { startEtcd, type TestEtcd } from '../storage/testing/start-etcd.ts';
export { startTestApi, type TestApi, type TestApiOptions } from './start-test-api.ts';
