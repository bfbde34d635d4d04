/** The two fields with which every object names its type. */
import { string } from '../schema/scalars.ts';
import { field, omitEmpty } from '../schema/schema.ts';

/** The two fields that name an object's type. In protobuf they travel in the envelope, so they have no tag. */
export const typeMeta = {
  apiVersion: field(0, omitEmpty(string), 'Group and version of the schema that this object is written in.'),
  kind: field(0, omitEmpty(string), 'The type of object, in CamelCase, such as Pod.'),
};
