import type { z } from 'zod';

/** A schema inside of another one, with the path of the values that it describes: `*` is any member of a list. */
export interface SchemaNode {
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

/** All schemas that stand in one, each kind of union, default and pipe taken apart. */
export function schemaNodes(schema: z.core.$ZodType, path = ''): SchemaNode[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, member]) => schemaNodes(member, below(key)));
    case 'array':
      return [{ path, schema }, ...schemaNodes(def.element, below('*'))];
    case 'record':
      return [{ path, schema }, ...schemaNodes(def.valueType, below('*'))];
    case 'union':
      return def.options.flatMap((option) => schemaNodes(option, path));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'nonoptional':
      return schemaNodes(def.innerType, path);
    case 'pipe':
      return [...schemaNodes(def.in, path), ...schemaNodes(def.out, path)];
    default:
      return [{ path, schema }];
  }
}

/** The kind of a schema, as zod names it: `string`, `number`, `array`. */
export function kindOf({ schema }: SchemaNode): string {
  return (schema as z.core.$ZodTypes)._zod.def.type;
}
