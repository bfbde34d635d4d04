/** Settings of the kernel may be named with slashes instead of dots, as their files are; engines know only dots. Pure. */
export function sysctlName(name: string): string {
  const [first] = /[./]/.exec(name) ?? [];
  // Where slashes separate, a dot is part of a name: that of a network device, say.
  return first === '/' ? name.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/')) : name;
}
