import { z } from 'zod';
import type { Contract } from '../../contract.ts';
import { jobPage, jobSchema } from '../../job-answers.ts';
import { changesMediaType } from '../job-changes.ts';
import { jobFilters } from '../job-list.ts';
import { mostInputs } from '../read-input.ts';
import { scheduleRequest } from '../schedule-request.ts';
import * as answers from './answers.ts';
import { answerSchema, call, inputSchema, type Json, reference } from './call.ts';

const accepted = reference('Accepted');
const text = z.string().optional();
const jobId = z.string().describe('The job');
const idempotencyKey = {
  'Idempotency-Key': text.describe(
    '1 to 255 printable ASCII characters that make a repeated request the same job',
  ),
};
const submission = {
  ...idempotencyKey,
  'Webhook-Url': text.describe('Where the end of the job is posted: a public https URL'),
};
const changes = {
  type: 'string',
  description:
    'With `wait` and this type in `Accept`: a line of JSON for each change, `{ etag, job }` or `{ etag, changes }` as it comes, blank lines ' +
    'in between',
};

function pathsOfTask({ name, result, partial }: Contract): Json {
  const job = reference(`${name}-job`);
  const input = reference(`${name}-input`);
  const ended = answerSchema(jobSchema(result, partial, { statusUrl: z.string() }));
  return {
    [`/api/${name}-trigger`]: {
      post: call(name, `${name}-trigger`, `Submit a ${name} job, or many`, {
        header: {
          ...submission,
          Prefer: text.describe('`wait=N` keeps the call open up to N seconds (25 at most) for the end'),
        },
        body: { anyOf: [input, { type: 'array', items: input, minItems: 1, maxItems: mostInputs }] },
        answers: {
          200: ['It has ended already', { anyOf: [ended, accepted] }],
          202: [
            'The job is stored; of a list of inputs, a job of each',
            { anyOf: [accepted, reference('AcceptedList')] },
            'Location',
            'Retry-After',
          ],
        },
      }),
    },
    [`/api/${name}-status`]: {
      get: call(name, `${name}-status`, `Read a ${name} job`, {
        query: {
          jobId,
          wait: z.int().min(0).optional().describe('Seconds (8 at most) to wait for a change'),
        },
        header: { 'If-None-Match': text.describe('The ETag of the state that is known') },
        answers: {
          200: ['The job, once it is at work', job, 'ETag', 'Retry-After'],
          202: ['The job is pending', job, 'ETag', 'Retry-After'],
          304: ['Nothing has changed', null],
        },
        streams: { [changesMediaType]: { schema: changes } },
      }),
    },
  };
}

const paths = {
  '/api/jobs': {
    get: call(
      'jobs',
      'jobs',
      'List jobs, or read one, its logs, input or model calls, or the secret of webhooks',
      {
        query: {
          jobId: text.describe('One job'),
          view: z.enum(['logs', 'input', 'usage', 'webhook-secret']).optional().describe('What else to read'),
          after: z.int().optional().describe('The logs after this line'),
          ...jobFilters.shape,
        },
        answers: {
          200: [
            'What was asked for',
            {
              anyOf: [
                reference('Job'),
                ...[jobPage, answers.jobLogs, answers.jobInput, answers.jobUsage, answers.webhookSecret].map(
                  answerSchema,
                ),
              ],
            },
          ],
        },
      },
    ),
    post: call('jobs', 'retry-job', "Start a failed or cancelled job's input again, as a new job", {
      query: { jobId, action: z.literal('retry') },
      header: idempotencyKey,
      answers: {
        200: ['The retry of this key has ended already', accepted],
        202: [
          'The new job is stored, or one that was made so before has not ended',
          accepted,
          'Location',
          'Retry-After',
        ],
      },
    }),
    delete: call(
      'jobs',
      'cancel-job',
      'Cancel a job; with action=delete, delete an ended one with its files',
      {
        query: { jobId, action: z.literal('delete').optional() },
        answers: { 200: ['It is cancelled, or deleted', answerSchema(answers.cancelled)] },
      },
    ),
  },
  '/api/schedules': {
    get: call('schedules', 'schedules', 'List schedules', {
      answers: { 200: ['The schedules', answerSchema(answers.schedules)] },
    }),
    post: call('schedules', 'schedule-job', 'Run a job at a later time, or again and again', {
      header: submission,
      body: inputSchema(scheduleRequest),
      answers: {
        200: ['The job of this key has ended already', accepted],
        201: ['The schedule is stored', answerSchema(answers.newSchedule)],
        202: ['The one job is stored', accepted, 'Location', 'Retry-After'],
      },
    }),
    delete: call('schedules', 'stop-schedule', 'Switch a schedule off', {
      query: { scheduleId: z.string().describe('The schedule') },
      answers: { 200: ['It is off', answerSchema(answers.stoppedSchedule)] },
    }),
  },
};

/** The API's OpenAPI 3.1 document, generated from the contracts of its tasks. */
export function openApiDocument(contracts: readonly Contract[]): Json {
  const schemas = contracts.flatMap(({ name, input, result, partial }) => [
    [`${name}-input`, inputSchema(input)],
    [`${name}-job`, answerSchema(jobSchema(result, partial))],
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Overtime',
      version: '1',
      description:
        'LLM work that outlives a request: submit a job, follow it, and read its result. Times are ISO 8601. Every ' +
        'error is a problem detail (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/' }],
    security: [{ user: [] }],
    paths: { ...Object.assign({}, ...contracts.map(pathsOfTask)), ...paths } as Json,
    components: {
      securitySchemes: { user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Problem: answerSchema(answers.problem),
        Accepted: answerSchema(answers.accepted),
        AcceptedList: answerSchema(answers.acceptedList),
        Job: answerSchema(jobSchema(z.unknown(), z.unknown())),
        ...(Object.fromEntries(schemas) as Json),
      },
      responses: {
        Problem: {
          description:
            'What went wrong; `Retry-After` says when trying again makes sense, where that is known',
          content: { 'application/problem+json': { schema: reference('Problem') } },
        },
      },
    },
  };
}
