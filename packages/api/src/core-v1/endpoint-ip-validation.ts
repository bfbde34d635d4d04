/** Which addresses may stand behind a Service, and the ports that go with them. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { isIpv4, parseIp, validateLegacyIp } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

/** An address in a field that is older than strict parsing; what was there before may stay, however it is written. */
export function validateOldIp(field: FieldRef, ip: string, before: readonly string[] = []): FieldError[] {
  return before.includes(ip) ? [] : invalidFor(field, ip, validateLegacyIp(ip));
}

/** An address that packets can be sent to from another machine: neither loopback nor link-local nor unspecified. */
export function validateEndpointIp(field: FieldRef, ip: string): FieldError[] {
  const parsed = parseIp(ip);
  if (parsed === undefined) {
    return [FieldError.invalid(field, ip, 'must be a valid IP address')];
  }
  const bytes = isIpv4(parsed) ? parsed.bytes.slice(-4) : parsed.bytes;
  return invalidFor(field, ip, bytes.length === 4 ? ipv4Messages(bytes, ip) : ipv6Messages(bytes, ip));
}

const LOOPBACK = 'may not be in the loopback range (127.0.0.0/8, ::1/128)';
const LINK_LOCAL = 'may not be in the link-local range (169.254.0.0/16, fe80::/10)';
const LINK_LOCAL_MULTICAST = 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)';

function ipv4Messages(bytes: Uint8Array, text: string): string[] {
  const [a = 0, b = 0, c = 0] = bytes;
  return messages({
    [`may not be unspecified (${text})`]: bytes.every((byte) => byte === 0),
    [LOOPBACK]: a === 127,
    [LINK_LOCAL]: a === 169 && b === 254,
    [LINK_LOCAL_MULTICAST]: a === 224 && b === 0 && c === 0,
  });
}

function ipv6Messages(bytes: Uint8Array, text: string): string[] {
  const [a = 0, b = 0] = bytes;
  return messages({
    [`may not be unspecified (${text})`]: bytes.every((byte) => byte === 0),
    [LOOPBACK]: bytes.every((byte, index) => byte === (index === 15 ? 1 : 0)),
    [LINK_LOCAL]: a === 0xfe && (b & 0xc0) === 0x80,
    [LINK_LOCAL_MULTICAST]: a === 0xff && (b & 0x0f) === 0x02,
  });
}

function messages(cases: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(cases).filter((message) => cases[message]);
}
