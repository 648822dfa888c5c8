/** What a schema may say, and how large it may be. */
interface Subset {
  readonly keywords: readonly string[];
  readonly everyPropertyRequired?: true;
  readonly properties?: number;
  readonly depth?: number;
  readonly enumValues?: number;
  /** Of all names of properties and all values of enums, in characters. */
  readonly names?: number;
  readonly optionalProperties?: number;
  readonly unions?: number;
  readonly minItems?: number;
}

const common = [
  'type',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'anyOf',
];

/**
 * https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas, which lists `pattern` and `format` for
 * texts, and no length: that is refused.
 */
const openai: Subset = {
  keywords: [...common, 'minimum', 'maximum', 'minItems', 'maxItems', 'pattern'],
  everyPropertyRequired: true,
  properties: 5000,
  depth: 10,
  enumValues: 1000,
  names: 120_000,
};

export const subsets = {
  openai,
  'openai-compatible': openai,
  /** https://ai.google.dev/api/generate-content#GenerationConfig, `responseJsonSchema`. */
  google: { keywords: [...common, 'minimum', 'maximum', 'minItems', 'maxItems', 'prefixItems'] },
  /** https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations */
  anthropic: {
    keywords: [...common, 'const', 'minItems'],
    optionalProperties: 24,
    unions: 16,
    minItems: 1,
  },
} satisfies Record<string, Subset>;

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly unknown[];
  readonly type?: unknown;
  readonly minItems?: number;
}

/** What of a schema is outside of the part of JSON Schema that a provider documents, a line each. */
export function strictSchemaProblems(provider: keyof typeof subsets, schema: object): string[] {
  const subset: Subset = subsets[provider];
  const problems: string[] = [];
  const count = { properties: 0, enumValues: 0, names: 0, optionalProperties: 0, unions: 0 };
  let deepest = 0;

  const visit = (node: Node, path: string, depth: number): void => {
    for (const keyword of Object.keys(node)) {
      if (!subset.keywords.includes(keyword)) problems.push(`${path}: ${keyword} is not supported`);
    }
    if ((node.minItems ?? 0) > (subset.minItems ?? Infinity)) problems.push(`${path}: minItems is too large`);
    if (node.anyOf !== undefined || Array.isArray(node.type)) count.unions += 1;
    const values = node.enum ?? [];
    count.enumValues += values.length;
    count.names += values.join('').length;
    if (node.type === 'object') {
      deepest = Math.max(deepest, depth + 1);
      const names = Object.keys(node.properties ?? {});
      const optional = names.filter((name) => node.required?.includes(name) !== true);
      count.properties += names.length;
      count.names += names.join('').length;
      count.optionalProperties += optional.length;
      if (node.additionalProperties !== false) problems.push(`${path}: additionalProperties is not false`);
      if (subset.everyPropertyRequired && optional.length > 0) {
        problems.push(`${path}: ${optional.join(', ')} must be required`);
      }
    }
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      visit(property, `${path}.${name}`, depth + 1);
    }
    if (node.items !== undefined) visit(node.items, `${path}[]`, depth);
    for (const option of node.anyOf ?? []) visit(option, path, depth);
  };
  visit(schema, 'schema', 0);

  if (deepest > (subset.depth ?? Infinity)) problems.push(`schema: ${deepest} objects within each other`);
  for (const [name, number] of Object.entries(count)) {
    if (number > (subset[name as keyof typeof count] ?? Infinity)) problems.push(`schema: ${number} ${name}`);
  }
  return problems;
}
