import { z } from 'zod';
import type { Contract } from '../../contract.ts';
import { jobStatuses } from '../../job.ts';
import { jobPage, jobSchema } from '../../job-answers.ts';
import { changesMediaType } from '../job-changes.ts';
import { scheduleRequest } from '../schedule-request.ts';
import {
  accepted,
  cancelled,
  jobInput,
  jobLogs,
  jobUsage,
  newSchedule,
  problem,
  schedules,
  stoppedSchedule,
  webhookSecret,
} from './answers.ts';

type Json = Readonly<Record<string, unknown>>;

/** The API's OpenAPI 3.1 document, generated from the contracts of its tasks. */
export function openApiDocument(contracts: readonly Contract[]): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Overtime',
      version: '1',
      description:
        'LLM work that outlives a request: submit a job, follow it, and read its result. Times are ISO ' +
        '8601. Every error is a problem detail (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/' }],
    security: [{ user: [] }],
    tags: [
      ...contracts.map(({ name }) => ({ name })),
      { name: 'jobs', description: 'Of all tasks' },
      { name: 'schedules', description: 'Jobs at a later time, and again and again' },
    ],
    paths: {
      ...Object.assign({}, ...contracts.map(pathsOfTask)),
      '/api/jobs': jobsPath,
      '/api/schedules': schedulesPath,
    } as Json,
    components: {
      securitySchemes: {
        user: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "The user's Supabase access token",
        },
      },
      schemas: {
        Problem: answerSchema(problem),
        Accepted: answerSchema(accepted),
        Job: answerSchema(jobSchema(z.unknown(), z.unknown())),
        ...Object.assign(
          {},
          ...contracts.map(({ name, input, result, partial }) => ({
            [`${name}-input`]: inputSchema(input),
            [`${name}-job`]: answerSchema(jobSchema(result, partial)),
          })),
        ),
      } as Json,
      responses: {
        Problem: {
          description: 'What went wrong',
          headers: {
            'Retry-After': {
              description: 'Seconds after which trying again makes sense, where that is known',
              schema: { type: 'integer' },
            },
          },
          content: { 'application/problem+json': { schema: reference('Problem') } },
        },
      },
    },
  };
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const inputSchema = (schema: z.ZodType) => jsonSchema(schema, 'input');
const answerSchema = (schema: z.ZodType) => jsonSchema(schema, 'output');

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const json = (description: string, schema: Json, headers?: Json) => ({
  description,
  ...(headers && { headers }),
  content: { 'application/json': { schema } },
});

const responses = (named: Json) => ({ ...named, default: { $ref: '#/components/responses/Problem' } });

const query = (name: string, schema: Json, description: string, required = false) => ({
  name,
  in: 'query',
  required,
  description,
  schema,
});
const header = (name: string, schema: Json, description: string) => ({
  name,
  in: 'header',
  description,
  schema,
});

const text = { type: 'string' };
const jobId = query('jobId', text, 'The job', true);
const idempotencyKey = header(
  'Idempotency-Key',
  { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  'Makes a repeated request the same job',
);
const webhookUrl = header(
  'Webhook-Url',
  { type: 'string', format: 'uri' },
  'Where the end of the job is posted: a public https URL',
);
const etag = { ETag: { description: 'Names this state of the job', schema: text } };
const retryAfter = {
  'Retry-After': { description: 'The poll interval in seconds that we advise', schema: { type: 'integer' } },
};
const location = { Location: { description: 'Where the status is read', schema: text } };

function pathsOfTask({ name, result, partial }: Contract): Json {
  const job = reference(`${name}-job`);
  return {
    [`/api/${name}-trigger`]: {
      post: {
        operationId: `${name}-trigger`,
        tags: [name],
        summary: `Submit a ${name} job`,
        parameters: [
          idempotencyKey,
          webhookUrl,
          header('Prefer', text, '`wait=N` keeps the call open up to N seconds (25 at most) for the end'),
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: reference(`${name}-input`) } },
        },
        responses: responses({
          200: json('It has ended already', {
            anyOf: [
              answerSchema(jobSchema(result, partial, { statusUrl: z.string() })),
              reference('Accepted'),
            ],
          }),
          202: json('The job is stored', reference('Accepted'), { ...location, ...retryAfter }),
        }),
      },
    },
    [`/api/${name}-status`]: {
      get: {
        operationId: `${name}-status`,
        tags: [name],
        summary: `Read a ${name} job`,
        parameters: [
          jobId,
          query('wait', { type: 'integer', minimum: 0 }, 'Seconds (8 at most) to wait for a change'),
          header('If-None-Match', text, 'The ETag of the state that is known'),
        ],
        responses: responses({
          200: {
            description: 'The job, once it is at work',
            headers: { ...etag, ...retryAfter },
            content: {
              'application/json': { schema: job },
              [changesMediaType]: {
                schema: {
                  type: 'string',
                  description:
                    'With `wait` and this type in `Accept`: a line of JSON `{ etag, job }` for each change ' +
                    'as it comes, blank lines in between',
                },
              },
            },
          },
          202: json('The job is pending', job, { ...etag, ...retryAfter }),
          304: { description: 'Nothing has changed' },
        }),
      },
    },
  };
}

const jobsPath = {
  get: {
    operationId: 'jobs',
    tags: ['jobs'],
    summary: 'List jobs, or read one, its logs, input or model calls, or the secret of webhooks',
    parameters: [
      query('jobId', text, 'One job'),
      query('view', { enum: ['logs', 'input', 'usage', 'webhook-secret'] }, 'What else to read'),
      query('after', { type: 'integer' }, 'The logs after this line'),
      query('task', text, 'Jobs of this task'),
      query('status', { enum: jobStatuses }, 'Jobs of this status'),
      query('sample', { type: 'boolean' }, 'Jobs of which any part is made of samples, or none'),
      query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 50 }, 'Jobs on a page'),
      query('before', text, 'What nextBefore of the page before said'),
    ],
    responses: responses({
      200: json('What was asked for', {
        anyOf: [
          answerSchema(jobPage),
          reference('Job'),
          answerSchema(jobLogs),
          answerSchema(jobInput),
          answerSchema(jobUsage),
          answerSchema(webhookSecret),
        ],
      }),
    }),
  },
  post: {
    operationId: 'retry-job',
    tags: ['jobs'],
    summary: "Start a failed or cancelled job's input again, as a new job",
    parameters: [jobId, query('action', { const: 'retry' }, 'What to do', true), idempotencyKey],
    responses: responses({
      200: json('The retry of this key has ended already', reference('Accepted')),
      202: json(
        'The new job is stored, or one that was made so before has not ended',
        reference('Accepted'),
        { ...location, ...retryAfter },
      ),
    }),
  },
  delete: {
    operationId: 'cancel-job',
    tags: ['jobs'],
    summary: 'Cancel a job',
    parameters: [jobId],
    responses: responses({ 200: json('It is cancelled', answerSchema(cancelled)) }),
  },
};

const schedulesPath = {
  get: {
    operationId: 'schedules',
    tags: ['schedules'],
    summary: 'List schedules',
    responses: responses({ 200: json('The schedules', answerSchema(schedules)) }),
  },
  post: {
    operationId: 'schedule-job',
    tags: ['schedules'],
    summary: 'Run a job at a later time, or again and again',
    parameters: [idempotencyKey, webhookUrl],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: inputSchema(scheduleRequest) } },
    },
    responses: responses({
      200: json('The job of this key has ended already', reference('Accepted')),
      201: json('The schedule is stored', answerSchema(newSchedule)),
      202: json('The one job is stored', reference('Accepted'), { ...location, ...retryAfter }),
    }),
  },
  delete: {
    operationId: 'stop-schedule',
    tags: ['schedules'],
    summary: 'Switch a schedule off',
    parameters: [query('scheduleId', text, 'The schedule', true)],
    responses: responses({ 200: json('It is off', answerSchema(stoppedSchedule)) }),
  },
};
