// Which package may import which, as docs/architecture.md draws it. Components meet only in the API: none imports
// another. A new package becomes a line here.

/** The source files of the package on the left may import the packages on the right. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  '@wherry/api': [],
  '@wherry/component': [],
  '@wherry/pki': [],
  '@wherry/engine': [],
  '@wherry/apiserver': ['@wherry/api', '@wherry/component', '@wherry/pki'],
  '@wherry/client': ['@wherry/api', '@wherry/component'],
  '@wherry/controller-manager': ['@wherry/api', '@wherry/component', '@wherry/client', '@wherry/pki'],
  '@wherry/scheduler': ['@wherry/api', '@wherry/component', '@wherry/client'],
  '@wherry/kubelet': ['@wherry/api', '@wherry/component', '@wherry/client', '@wherry/engine', '@wherry/pki'],
  '@wherry/proxy': ['@wherry/api', '@wherry/component', '@wherry/client', '@wherry/dns'],
  '@wherry/ingress': ['@wherry/api', '@wherry/component', '@wherry/client', '@wherry/pki'],
  '@wherry/dns': ['@wherry/api', '@wherry/component', '@wherry/client'],
  '@wherry/gate': ['@wherry/api', '@wherry/component', '@wherry/client', '@wherry/engine'],
  '@wherry/cli': ['@wherry/api', '@wherry/component', '@wherry/client'],
};

/** These see the others from outside, through their entry points; nothing imports them. */
export const outsiders: readonly string[] = ['@wherry/test', '@wherry/bench'];

/** These use the set-up's lists of steps, tools and programs, so that such facts stand in one place. */
export const usersOfSetUp: readonly string[] = [...outsiders, '@wherry/cli'];

/** Unit tests of what uses the client may run a real apiserver in process: there are no fake clients. */
export const realServerForTests = '@wherry/apiserver';

/** The entry point that gives tests and benchmarks what they need to run a package. */
export const testingEntryPoint = './testing';
