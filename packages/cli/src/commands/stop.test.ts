import { describe, expect, it } from 'vitest';
import type { ClusterContainer } from '../docker/containers.ts';
import { stopOrder } from './stop.ts';

const container = (service: string, state = 'running'): ClusterContainer => ({
  id: service,
  name: service === '' ? 'wherry_kubia' : `wherry-${service}`,
  state,
  status: '',
  service,
});

describe('stopOrder()', () => {
  it('stops who starts containers first, then pods, processes, etcd, and machines last', () => {
    const services = [
      'node-1',
      'etcd',
      '',
      'node-1-kubelet',
      'gate',
      'keeper',
      'control-plane',
      'control-plane-proxy',
      'apiserver',
    ];
    const groups = stopOrder(services.map((service) => container(service)));
    expect(groups.map((group) => group.map(({ service }) => service))).toEqual([
      ['node-1-kubelet', 'gate', 'keeper'],
      [''],
      ['control-plane-proxy', 'apiserver'],
      ['etcd'],
      ['node-1', 'control-plane'],
    ]);
  });

  it('leaves out what does not run, but not what is paused or about to run', () => {
    const containers = ['exited', 'created', 'dead', 'paused', 'restarting'].map((state) => container('etcd', state));
    expect(
      stopOrder(containers)
        .flat()
        .map(({ state }) => state),
    ).toEqual(['paused', 'restarting']);
  });
});
