/** The definitions that belong to no kind of the schema: what watches send and what `/version` answers. */
import { rawExtension, string, definitionsIn, field } from '@wherry/api/schema';
import { definitionOf } from './definition.ts';

const meta = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');
const version = definitionsIn('io.k8s.apimachinery.pkg.version');

/** One change, as watches report it. */
export const watchEvent = definitionOf(
  meta('WatchEvent', 'One change of a watched object.', {
    type: field(1, string, 'ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.'),
    object: field(2, rawExtension, 'The object after the change; before it, if deleted; a Status, if an error.'),
  }),
);

/** What `/version` answers. */
export const versionInfoDefinition = definitionOf(
  version('Info', 'The version of the server.', {
    major: field(0, string, 'First number of the Kubernetes version whose API is served.'),
    minor: field(0, string, 'Second number of it.'),
    gitVersion: field(0, string, 'The whole version.'),
    gitCommit: field(0, string, 'Commit that the server was built from; empty if unknown.'),
    gitTreeState: field(0, string, 'Whether the sources differed from that commit; empty if unknown.'),
    buildDate: field(0, string, 'When it was built.'),
    goVersion: field(0, string, 'Version of the runtime.'),
    compiler: field(0, string, 'Compiler of the runtime.'),
    platform: field(0, string, 'Operating system and architecture.'),
  }),
);
