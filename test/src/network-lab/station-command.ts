// What a station of the network lab can be told to do.

export interface Question {
  readonly protocol?: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  /** @default 1 */
  readonly times?: number;
  /** The port that a datagram comes from. @default any */
  readonly from?: number;
  /** How long an answer may take, in milliseconds. @default 5000 */
  readonly patience?: number;
}

export type Command =
  | { readonly do: 'serve'; readonly name: string; readonly ports: readonly number[] }
  | (Question & { readonly do: 'ask' })
  | { readonly do: 'resolve'; readonly host: string; readonly server: string }
  | (Question & { readonly do: 'begin-load' })
  | { readonly do: 'end-load' };
