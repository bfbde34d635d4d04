import { describe, expect, it } from 'vitest';
import { etcHosts } from './etc-hosts.ts';
import { podOf } from './testing/pictures.ts';

const around = {
  address: '10.244.1.7',
  clusterDomain: 'cluster.local',
  nodeFile: '127.0.0.1 localhost\n172.30.0.11 node-1\n',
};
const hostAliases = [{ ip: '123.45.67.89', hostnames: ['foo', 'bar'] }];
const added = '\n# Entries added by HostAliases.\n123.45.67.89\tfoo\tbar\n';

describe('the hosts file of a pod', () => {
  it('names the pod, in full where it has a subdomain', () => {
    const text = etcHosts(podOf({ subdomain: 'shop' }), around);
    expect(text.split('\n')[0]).toBe('# Kubernetes-managed hosts file.');
    expect(text).toContain('10.244.1.7\tweb.shop.default.svc.cluster.local\tweb\n');
  });

  it('knows a name that overrides all others by itself', () => {
    const text = etcHosts(podOf({ subdomain: 'shop', hostnameOverride: 'db.example.com' }), around);
    expect(text).toContain('10.244.1.7\tdb.example.com\n');
  });

  it('ends with the aliases', () => {
    expect(etcHosts(podOf({ hostAliases }), around)).toMatch(new RegExp(`${added}$`));
  });

  it("is the node's in the network of the node, which another first line tells", () => {
    expect(etcHosts(podOf({ hostNetwork: true, hostAliases }), around)).toBe(
      `# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n172.30.0.11 node-1\n${added}`,
    );
  });
});
