import { type Fact, fact } from './fact.ts';

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

/** Longest list made where the schema sets no limit. */
const mostItems = 30;

/** Writes a value of the schema out of what a fact says. */
export function fillSchema(schema: Schema, from: Fact): unknown {
  return fill(schema, from, '');
}

function fill(schema: Schema, from: Fact, property: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, from);
  const [merged] = schema.allOf ?? [];
  if (merged !== undefined) return fill(merged, from, property);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) {
    return fill(variants.find((variant) => variant.type !== 'null') ?? {}, from, property);
  }
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.find((type) => type !== 'null')) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, fill(inner, from, name)]),
      );
    case 'array':
      return items(schema, from).map((part) => fill(schema.items ?? {}, part, ''));
    case 'number':
    case 'integer':
      return bounded(schema, numberFor(from, property));
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sized(schema, textFor(from, property, schema.description ?? ''));
  }
}

/** The parts of a fact, as many as the schema wants: when they run out, they come again, numbered. */
function items(schema: Schema, from: Fact): Fact[] {
  const most = schema.maxItems ?? Math.max(mostItems, schema.minItems ?? 0);
  const list = from.parts.slice(0, most);
  const source = list.length > 0 ? [...list] : [fact(from.name, from.text, from.number)];
  while (list.length < (schema.minItems ?? 0)) {
    const again = source[list.length % source.length] ?? from;
    list.push({ ...again, name: list.length === 0 ? again.name : `${again.name} ${list.length + 1}` });
  }
  return list;
}

function textFor(from: Fact, property: string, description: string): string {
  const wanted = words(property);
  for (const [column, cell] of Object.entries(from.fields)) {
    if (cell !== '' && words(column).some((word) => wanted.includes(word))) return cell;
  }
  if (/^(?:name|title|label|heading|category|topic|headline)$/i.test(property)) return from.name;
  const named = /\b(?:name|title)\b/i.test(description) && !/descri/i.test(description);
  if (named) return from.name;
  if (from.text !== '') return from.text;
  const parts = from.parts.map((part) => part.name).filter((name) => name !== '');
  return parts.length > 0 ? `${from.name}: ${parts.join(', ')}` : from.name;
}

function numberFor(from: Fact, property: string): number {
  const wanted = words(property);
  for (const [column, cell] of Object.entries(from.fields)) {
    const number = /\d+(?:\.\d+)?/.exec(cell)?.[0];
    const same = words(column).some((word) => wanted.includes(word));
    if (same && number !== undefined && from.parts.length === 0) return Number(number);
  }
  return from.number ?? 1;
}

/** The choice that the fact mentions; otherwise one that depends on its name alone. */
function pick(choices: readonly unknown[], from: Fact): unknown {
  const said = `${from.name} ${from.text} ${Object.values(from.fields).join(' ')}`.toLowerCase();
  const mentioned = choices.find(
    (choice) => typeof choice === 'string' && said.includes(choice.toLowerCase()),
  );
  let sum = 0;
  for (const letter of from.name) sum += letter.codePointAt(0) ?? 0;
  return mentioned ?? choices[sum % choices.length];
}

function bounded(schema: Schema, number: number): number {
  const whole = schema.type === 'integer';
  const least =
    schema.minimum ?? (schema.exclusiveMinimum === undefined ? -Infinity : schema.exclusiveMinimum + 1);
  const most =
    schema.maximum ?? (schema.exclusiveMaximum === undefined ? Infinity : schema.exclusiveMaximum - 1);
  return Math.min(most, Math.max(least, whole ? Math.round(number) : number));
}

function sized(schema: Schema, text: string): string {
  const least = schema.minLength ?? 0;
  const long =
    text.length >= least
      ? text
      : `${text || 'Demo'} `.repeat(Math.ceil(least / (text.length + 1)) + 1).trim();
  return long.slice(0, schema.maxLength ?? long.length);
}

/** `totalPoints` and `Total points` have the same words. */
function words(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
