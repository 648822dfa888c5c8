import { z } from 'zod';

/** The longest text of a model, in characters, unless the schema says less: about 50,000 tokens. */
export const longestText = 200_000;

/** JSON may write a character as `\uXXXX`, and indents a value. */
const perCharacter = 6;
const perValue = 24;

/**
 * How many characters an answer of the schema may have: the length of its longest value as JSON, if all its strings and
 * lists have a maximum, and at most {@link longestText}.
 */
export function longestAnswer(schema: z.ZodType | undefined): number {
  if (schema === undefined) return longestText;
  const { $defs, ...root } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
  return Math.min(longestText, measure(root, $defs ?? {}, 0));
}

/** The parts of a JSON schema that are read. */
interface Node {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
}

/** Deeper than any schema that does not contain itself. */
const deepest = 20;

function measure(node: Node, defs: Readonly<Record<string, Node>>, depth: number): number {
  const inner = (child: Node | undefined) => (child ? measure(child, defs, depth + 1) : Infinity);
  if (depth > deepest) return Infinity;
  if (node.$ref !== undefined) return inner(defs[node.$ref.replace('#/$defs/', '')]);
  const choices = node.anyOf ?? node.oneOf;
  if (choices) return Math.max(...choices.map(inner));
  const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (values) return perValue + Math.max(...values.map((value) => JSON.stringify(value).length));
  const { type } = node;
  if (typeof type === 'object') return Math.max(...type.map((each) => inner({ ...node, type: each })));
  switch (type) {
    case 'string':
      return perValue + perCharacter * (node.maxLength ?? Infinity);
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return perValue;
    case 'array':
      return perValue + (node.maxItems === 0 ? 0 : (node.maxItems ?? Infinity) * inner(node.items));
    case 'object':
      if (node.additionalProperties) return Infinity;
      return Object.entries(node.properties ?? {}).reduce(
        (sum, [key, child]) => sum + key.length + perValue + inner(child),
        perValue,
      );
    default:
      return Infinity;
  }
}
