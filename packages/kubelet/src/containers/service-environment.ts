/** The variables by which containers have always found services: `WEB_SERVICE_HOST`, `WEB_PORT_80_TCP` and so on. Pure. */
import type { Service } from '@wherry/api/core-v1';

/**
 * @param services all that may matter: those of the pod's namespace when `links` is set, and always the service
 *   `kubernetes` of the namespace `default`
 */
export function serviceEnvironment(
  services: readonly Readonly<Service>[],
  { namespace, links }: { readonly namespace: string; readonly links: boolean },
): Map<string, string> {
  const variables = new Map<string, string>();
  const isMaster = ({ metadata }: Readonly<Service>) =>
    metadata.namespace === 'default' && metadata.name === 'kubernetes';
  const wanted = services
    .filter((service) => isMaster(service) || (links && service.metadata.namespace === namespace))
    // A service of the namespace's own named kubernetes comes before the cluster's.
    .toSorted((a, b) => Number(isMaster(b)) - Number(isMaster(a)));
  for (const service of wanted) addService(variables, service);
  return variables;
}

function addService(variables: Map<string, string>, { metadata, spec }: Readonly<Service>): void {
  const { clusterIP: address = '', ports = [] } = spec;
  const [first] = ports;
  if (address === '' || address === 'None' || first === undefined) return;
  const prefix = upper(metadata.name ?? '');
  const host = address.includes(':') ? `[${address}]` : address;
  variables.set(`${prefix}_SERVICE_HOST`, address);
  variables.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const { name = '', port } of ports)
    if (name !== '') variables.set(`${prefix}_SERVICE_PORT_${upper(name)}`, String(port));
  variables.set(`${prefix}_PORT`, `${(first.protocol ?? 'TCP').toLowerCase()}://${host}:${first.port}`);
  for (const { port, protocol = 'TCP' } of ports) {
    const each = `${prefix}_PORT_${port}_${protocol}`;
    variables.set(each, `${protocol.toLowerCase()}://${host}:${port}`);
    variables.set(`${each}_PROTO`, protocol.toLowerCase());
    variables.set(`${each}_PORT`, String(port));
    variables.set(`${each}_ADDR`, address);
  }
}

const upper = (name: string) => name.replaceAll('-', '_').toUpperCase();
