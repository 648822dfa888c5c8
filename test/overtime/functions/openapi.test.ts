import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { openApi } from '../../../src/overtime/functions/openapi.ts';
import { openApiDocument } from '../../../src/overtime/functions/openapi/document.ts';
import { contracts } from '../../../src/tasks/contracts.ts';
import { undescribed } from '../../support/described-answers.ts';

const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;
const address = 'https://site.example/.netlify/functions/openapi';

test('anybody is given a valid description of the API', async () => {
  const response = await openApi(contracts)(new Request(address), context);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/openapi+json');
  const { valid, errors } = await new Validator().validate(
    (await response.json()) as Record<string, unknown>,
  );
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('it describes every task, and a new one by itself', () => {
  const haiku = defineContract({
    name: 'write-haiku',
    version: 1,
    input: z.strictObject({ topic: z.string().max(80), lines: z.number().int().default(3) }),
    result: z.object({ haiku: z.string() }),
    partial: z.object({ haiku: z.string() }),
    stages: {},
  });
  const { paths, components } = openApiDocument([...contracts, haiku]) as unknown as {
    paths: object;
    components: { schemas: Record<string, unknown> };
  };
  const named = [...contracts, haiku].flatMap(({ name }) => [`/api/${name}-trigger`, `/api/${name}-status`]);
  expect(Object.keys(paths)).toEqual([...named, '/api/jobs', '/api/schedules']);
  expect(components.schemas['write-haiku-input']).toMatchObject({
    type: 'object',
    properties: { topic: { type: 'string', maxLength: 80 }, lines: { type: 'integer', default: 3 } },
    // What has a default may be left out.
    required: ['topic'],
    additionalProperties: false,
  });
});

test('it describes a list of inputs and what that is answered with', () => {
  const { paths } = openApiDocument(contracts) as unknown as {
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>;
  };
  const input = { $ref: '#/components/schemas/score-book-input' };
  expect(paths['/api/score-book-trigger']?.post.requestBody.content['application/json']?.schema).toEqual({
    anyOf: [input, { type: 'array', items: input, minItems: 1, maxItems: 100 }],
  });
  const job = JSON.parse(answer.text) as object;
  expect(undescribed({ ...answer, text: JSON.stringify({ jobs: [job, job] }) })).toBeNull();
  expect(undescribed({ ...answer, text: JSON.stringify({ jobs: [job, {}] }) })).toContain('jobId');
});

test('it says nothing to other methods', async () => {
  const response = await openApi(contracts)(new Request(address, { method: 'POST' }), context);
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
});

const answer = {
  method: 'POST',
  path: '/.netlify/functions/extract-rubric-trigger',
  status: 202,
  contentType: 'application/json',
  text: JSON.stringify({ jobId: 'j', status: 'pending', statusUrl: '/s' }),
};

test('the check of the journeys sees an answer that is not as described', () => {
  expect(undescribed(answer)).toBeNull();
  expect(undescribed({ ...answer, text: '{"jobId":"j","status":"waiting","statusUrl":"/s"}' })).toContain(
    'must be equal to one of the allowed values',
  );
  expect(undescribed({ ...answer, text: '{"jobId":"j","status":"pending"}' })).toContain('statusUrl');
  expect(undescribed({ ...answer, text: answer.text.replace('}', ',"lease":"l"}') })).toContain(
    'must NOT have additional properties',
  );
  expect(undescribed({ ...answer, status: 207 })).toContain('which is not described');
  expect(undescribed({ ...answer, method: 'PUT' })).toContain('no such method');
  expect(undescribed({ ...answer, status: 422, text: '{}' })).toContain('which is not described');
  expect(
    undescribed({ ...answer, status: 422, contentType: 'application/problem+json', text: '{}' }),
  ).toContain("must have required property 'code'");
});
