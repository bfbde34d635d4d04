import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { composeFile, defaultWorkers } from './compose-file.ts';
import { clusterLabel } from './plan-compose.ts';

type Service = Readonly<Record<string, unknown>>;
interface File {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, { readonly labels: Readonly<Record<string, string>> }>>;
  readonly networks: Readonly<Record<string, { readonly labels: Readonly<Record<string, string>> }>>;
}

const fileOf = (workers: number): File => parse(composeFile(workers)) as File;
const cluster = '${COMPOSE_PROJECT_NAME:-wherry}';

describe('composeFile()', () => {
  it('is the file of the checkout for the default number of workers', () => {
    const checkedIn = join(import.meta.dirname, '..', '..', '..', '..', 'docker-compose.yml');
    expect(readFileSync(checkedIn, 'utf8')).toBe(composeFile(defaultWorkers));
  });

  it.each([1, 2, 5])('has a machine, a kubelet and a proxy for each of %i workers', (workers) => {
    const { services, volumes } = fileOf(workers);
    for (let number = 1; number <= workers; number += 1) {
      expect(services[`node-${number}`]).toMatchObject({
        networks: { default: { ipv4_address: `\${WHERRY_NETWORK:-172.30.0}.${10 + number}` } },
      });
      expect(services[`node-${number}-kubelet`]).toMatchObject({ network_mode: `service:node-${number}` });
      expect(services[`node-${number}-proxy`]).toMatchObject({ network_mode: `service:node-${number}` });
      expect(volumes).toHaveProperty(`node-${number}`);
    }
    expect(services).not.toHaveProperty(`node-${workers + 1}`);
  });

  it("labels everything with the cluster's name", () => {
    const { services, volumes, networks } = fileOf(2);
    for (const { labels } of [...Object.values(services), ...Object.values(volumes), ...Object.values(networks)]) {
      expect(labels).toEqual({ [clusterLabel]: cluster });
    }
  });

  it('asks for no privileges but those named, and never for all', () => {
    for (const [name, service] of Object.entries(fileOf(2).services)) {
      expect(service).not.toHaveProperty('privileged');
      if (name.endsWith('-kubelet')) {
        expect(service).toMatchObject({ cap_add: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE'], pid: 'host' });
      } else {
        expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
        expect(service).not.toHaveProperty('pid');
      }
    }
  });

  it('publishes on the loopback only', () => {
    const ports = Object.values(fileOf(3).services).flatMap(({ ports: published = [] }) => published as string[]);
    expect(ports).toHaveLength(3);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("shows workers their own credentials only, and nobody but the signer the authority's key", () => {
    const mounts = (name: string): string => String(fileOf(2).services[name]?.['volumes']);
    for (const name of ['node-1-kubelet', 'node-1-proxy'])
      expect(mounts(name)).not.toMatch(/control-plane-credentials/);
    const readers = Object.keys(fileOf(2).services).filter((name) => /(^|,)apiserver:/.test(mounts(name)));
    expect(readers).toEqual(['apiserver', 'controller-manager']);
  });

  it('has everything started again with the engine, and keeps little of what is printed', () => {
    for (const service of Object.values(fileOf(1).services)) {
      expect(service).toMatchObject({ restart: 'always', logging: { options: { 'max-size': '10m' } } });
    }
  });
});
