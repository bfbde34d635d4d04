/** The directory of everything that is in the resource table, with strategies and claims. */
import { resourceTable, strategyTable, type KubeObject, type Resource } from '@wherry/api/resources';
import type { Claims } from './claims.ts';
import { Directory } from './directory.ts';
import { serve, type ServedResource } from './served-resource.ts';

/** @param claims by resource, for kinds that own keys beside their objects */
export function builtInDirectory(claims: ReadonlyMap<Resource, Claims<KubeObject>>): Directory {
  const strategies = new Map(strategyTable.map(({ resource, strategy }) => [resource, strategy]));
  const directory = new Directory();
  const made = new Map<Resource, ServedResource>();
  const servedOf = (resource: Resource): ServedResource => {
    const known = made.get(resource);
    if (known !== undefined) return known;
    const strategy = strategies.get(resource);
    const claimed = claims.get(resource);
    const served = serve(resource, {
      ...(strategy === undefined ? {} : { strategy }),
      ...(resource.view === undefined ? {} : { stored: servedOf(resource.view.of) }),
      ...(claimed === undefined ? {} : { claims: claimed }),
    });
    made.set(resource, served);
    return served;
  };
  for (const resource of resourceTable) directory.add(servedOf(resource));
  return directory;
}
