/**
 * Answers all who ask in one turn of the event loop together, when everything that has arrived has been read.
 *
 * Requests whose answer needs no waiting would otherwise be answered one by one, each between two reads, and each answer
 * would wake its reader: under load that takes half as much processor time again.
 *
 * @param answer is called once for all of them, after the last has asked
 */
export function soon<T>(answer: () => T): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    next ??= new Promise<T>((resolve) => {
      setImmediate(() => {
        next = undefined;
        resolve(answer());
      });
    });
    return next;
  };
}
