/** Options that come in the query of a request, read as Kubernetes reads them. */
import { badRequest, quote } from '@wherry/api';

/** A text that is given and not empty. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name) ?? '';
  return text === '' ? undefined : text;
}

/** Ports, each by a parameter of its own or several with commas between. @throws StatusError 400 */
export function readPorts(query: URLSearchParams, name: string): number[] {
  const texts = query.getAll(name).filter((text) => text !== '');
  return texts.flatMap((text) => text.split(',')).map(readPort);
}

const LARGEST = 65_535;

function readPort(text: string): number {
  const isNumber = /^\d+$/.test(text);
  if (isNumber && Number(text) <= LARGEST) return Number(text);
  const why = isNumber ? 'value out of range' : 'invalid syntax';
  throw badRequest(`cannot convert to []int32: strconv.ParseUint: parsing ${quote(text)}: ${why}`);
}
