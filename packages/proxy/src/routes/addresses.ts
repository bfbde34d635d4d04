/** The addresses of a device. */
import type { IpCommand } from './ip-command.ts';
import { field, list, text } from './ip-json.ts';

/** With their prefixes: `10.96.0.10/32`. @throws IpError */
export async function readAddresses(ip: IpCommand, device: string): Promise<string[]> {
  const links = list(await ip.read(['address', 'show', 'dev', device]));
  return links.flatMap((link) =>
    list(field(link, 'addr_info')).map((info) => `${text(info, 'local')}/${String(field(info, 'prefixlen'))}`),
  );
}

/** The command that gives a device an address, or takes it away. */
export function addressCommand(address: string, { device, isWanted }: { device: string; isWanted: boolean }): string {
  // Of the scope of the host, so that nothing that leaves the node gets such an address as its source.
  const scope = address.includes(':') ? 'nodad' : 'scope host';
  return `address ${isWanted ? 'add' : 'del'} ${address} dev ${device}${isWanted ? ` ${scope}` : ''}`;
}
