/** The part of JSON Schema that the AI SDK sends for a zod schema. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The schema to fill where there is a choice: the first of its parts or variants that is not null. */
export function plainSchema(schema: Schema): Schema {
  const [merged] = schema.allOf ?? [];
  const variants = schema.anyOf ?? schema.oneOf;
  const inner = merged ?? variants?.find((variant) => variant.type !== 'null');
  return inner === undefined ? schema : { description: schema.description ?? '', ...plainSchema(inner) };
}

export function typeOf(schema: Schema): string | undefined {
  return typeof schema.type === 'string' ? schema.type : schema.type?.find((type) => type !== 'null');
}

/** A number within the schema's bounds, whole where it has to be. */
export function bounded(schema: Schema, number: number): number {
  const whole = schema.type === 'integer';
  const least =
    schema.minimum ?? (schema.exclusiveMinimum === undefined ? -Infinity : schema.exclusiveMinimum + 1);
  const most =
    schema.maximum ?? (schema.exclusiveMaximum === undefined ? Infinity : schema.exclusiveMaximum - 1);
  return Math.min(most, Math.max(least, whole ? Math.round(number) : number));
}

/** A text of the length that the schema allows, cut behind a sentence or a word where it is too long. */
export function sized(schema: Schema, text: string): string {
  const least = schema.minLength ?? 0;
  const long =
    text.length >= least
      ? text
      : `${text || 'Demo'} `.repeat(Math.ceil(least / (text.length + 1)) + 1).trim();
  const most = schema.maxLength ?? long.length;
  if (long.length <= most) return long;
  const cut = long.slice(0, most);
  const end = Math.max(cut.lastIndexOf('. ') + 1, cut.lastIndexOf('.”') + 2);
  const shorter = end > most / 2 ? cut.slice(0, end) : cut.replace(/\s+\S*$/, '');
  return shorter.length >= least ? shorter : cut;
}
