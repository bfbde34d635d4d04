/** Where to listen, as flags say it: `127.0.0.1:10257`, `[::1]:10257`, `:10257`; empty for nowhere. */
import { customFlag, type Flag } from '../flags/flag.ts';

export interface ListenAddress {
  /** Of this machine. */
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
}

/** @throws Error for what is no `address:port`, `:port` or nothing */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (text === '') return undefined;
  const [, bracketed, plain = '0.0.0.0', port] = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))?:(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) throw new Error('must be address:port');
  return { address: bracketed ?? plain, port: Number(port) };
}

export interface ListenAddressFlagOptions {
  /** As it would be written. */
  readonly default: string;
  readonly help: string;
}

/** `--healthz-bind-address=127.0.0.1:10257`; empty for nowhere. */
export function listenAddressFlag({ default: text, help }: ListenAddressFlagOptions): Flag<ListenAddress | undefined> {
  return customFlag({
    type: 'string',
    default: parseListenAddress(text),
    help: `${help} Empty: nowhere. (default ${JSON.stringify(text)})`,
    parse: parseListenAddress,
  });
}
