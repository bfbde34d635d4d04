/** `$(NAME)` in values, commands and arguments, as Kubernetes expands it: `$$` is a dollar, unknown names stay as they are. */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    return lookup(name) ?? whole;
  });
}
