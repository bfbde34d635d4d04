/**
 * What a worker offers to pods, unless somebody says otherwise: its share of the engine's machine, so that the workers
 * together promise no more memory than there is. A CPU is lent more freely: no worker offers less than one. Pure.
 *
 * @returns as the kubelet's `--capacity` takes it
 */
export function nodeCapacity(
  { cpus, memoryBytes }: { readonly cpus: number; readonly memoryBytes: number },
  workers: number,
): string {
  const millis = Math.max(1000, Math.floor((cpus * 1000) / workers));
  const mebibytes = Math.floor(memoryBytes / workers / (1024 * 1024));
  return `cpu=${millis % 1000 === 0 ? millis / 1000 : `${millis}m`},memory=${mebibytes}Mi`;
}
