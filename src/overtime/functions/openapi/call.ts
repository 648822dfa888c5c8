import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;

const headers = {
  ETag: { description: 'Names this state of the job', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds after which we advise to ask again', schema: { type: 'integer' } },
  Location: { description: 'Where the status is read', schema: { type: 'string' } },
};

interface Call {
  readonly query?: z.ZodRawShape;
  readonly header?: z.ZodRawShape;
  readonly body?: Json;
  /** By status: what it means, the schema of the body, and the headers that come with it. */
  readonly answers: Readonly<
    Record<number, readonly [description: string, schema: Json | null, ...(keyof typeof headers)[]]>
  >;
  /** Other media types than JSON that a 200 may have. */
  readonly streams?: Json;
}

/** One call of the API as OpenAPI describes it. */
export function call(
  tag: string,
  operationId: string,
  summary: string,
  { query = {}, header = {}, body, answers, streams }: Call,
): Json {
  const responses = Object.entries(answers).map(([status, [description, schema, ...named]]) => [
    status,
    {
      description,
      headers: Object.fromEntries(named.map((name) => [name, headers[name]])),
      ...(schema && { content: { 'application/json': { schema }, ...(status === '200' && streams) } }),
    },
  ]);
  return {
    operationId,
    tags: [tag],
    summary,
    parameters: [...parameters('query', query), ...parameters('header', header)],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...(Object.fromEntries(responses) as Json),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function parameters(where: string, fields: z.ZodRawShape) {
  const { properties = {}, required = [] } = inputSchema(z.object(fields));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema,
  }));
}

export const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const inputSchema = (schema: z.ZodType) => jsonSchema(schema, 'input');
export const answerSchema = (schema: z.ZodType) => jsonSchema(schema, 'output');

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
