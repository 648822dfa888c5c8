import { type Fact, fact } from './fact.ts';
import { bounded, plainSchema, type Schema, sized, typeOf } from './schema.ts';
import { words } from './told.ts';

/** Longest list made where the schema sets no limit. */
const mostItems = 30;

/** Writes a value of the schema out of what a fact says. */
export function fillSchema(schema: Schema, from: Fact): unknown {
  return fill(schema, from, '');
}

function fill(schema: Schema, from: Fact, property: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, from);
  const plain = plainSchema(schema);
  if (plain !== schema) return fill(plain, from, property);
  switch (typeOf(schema)) {
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
