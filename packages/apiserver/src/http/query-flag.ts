/** A boolean in a query as Kubernetes reads it: present, and neither `0` nor any spelling of `false`. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== '0' && text.toLowerCase() !== 'false';
}
