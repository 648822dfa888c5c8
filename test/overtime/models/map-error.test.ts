import { APICallError } from 'ai';
import { expect, test } from 'vitest';
import { OvertimeError } from '../../../src/overtime/errors.ts';
import { mapModelError, wasTurnedDown } from '../../../src/overtime/models/map-error.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

function apiError(statusCode: number, body: unknown = {}, responseHeaders: Record<string, string> = {}) {
  return new APICallError({
    message: 'failed',
    url: 'https://provider.test',
    requestBodyValues: {},
    statusCode,
    responseHeaders,
    responseBody: JSON.stringify(body),
  });
}

test.each([
  ['a wrong key', apiError(401), 'model_key_rejected', false],
  ['a key without rights', apiError(403), 'model_key_rejected', false],
  [
    "Gemini's wrong key, a 400",
    apiError(400, {
      error: { code: 400, status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] },
    }),
    'model_key_rejected',
    false,
  ],
  [
    'an empty account, which OpenAI calls 429',
    apiError(429, { error: { type: 'insufficient_quota', code: 'insufficient_quota' } }),
    'model_quota_exhausted',
    false,
  ],
  ['a rate limit', apiError(429, { error: { type: 'rate_limit_error' } }), 'model_rate_limited', true],
  ['a request it cannot serve', apiError(400), 'model_request_rejected', false],
  ['a model it does not have', apiError(404), 'model_not_found', false],
  ['a gateway timeout', apiError(504), 'model_timed_out', true],
  ['a failure of its own', apiError(500), 'model_unavailable', true],
  ['an overload', apiError(529, { error: { type: 'overloaded_error' } }), 'model_unavailable', true],
  ['no connection', new TypeError('fetch failed'), 'model_unavailable', true],
  [
    'an overload reported in the stream',
    { type: 'overloaded_error', message: 'busy' },
    'model_unavailable',
    true,
  ],
  [
    'a rate limit reported in the stream',
    { type: 'error', code: 'rate_limit_exceeded' },
    'model_rate_limited',
    true,
  ],
] as const)('%s is %s', (_what, error, code, retryable) => {
  expect(mapModelError(error, 'gpt', now)).toMatchObject({ code, retryable, cause: error });
});

const rejects = (message: string, status = 400, more: object = {}) =>
  apiError(status, { error: { message, type: 'invalid_request_error', ...more } });

test.each([
  [
    'Anthropic',
    rejects('Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.'),
  ],
  [
    'Anthropic, limited',
    rejects('You have reached your specified API usage limits. You will regain access on 2026-12-01.'),
  ],
  [
    'OpenAI',
    rejects('You exceeded your current quota, please check your plan and billing details.', 429, {
      code: 'insufficient_quota',
    }),
  ],
  ['OpenAI, inactive', rejects('Your account is not active.', 429, { code: 'billing_not_active' })],
  [
    'OpenAI, at its limit',
    rejects('Billing hard limit has been reached', 400, { code: 'billing_hard_limit_reached' }),
  ],
  [
    'Gemini, prepaid',
    rejects('Your prepayment credits are depleted.', 429, { status: 'RESOURCE_EXHAUSTED' }),
  ],
  [
    'Gemini, for the day',
    rejects('You exceeded your current quota.', 429, {
      status: 'RESOURCE_EXHAUSTED',
      details: [
        { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] },
        { retryDelay: '37s' },
      ],
    }),
  ],
  ['OpenRouter', apiError(402, { error: { message: 'Insufficient credits', code: 402 } })],
  ['DeepSeek', apiError(402, {})],
  ['xAI', rejects("Your newly created team doesn't have any credits yet.", 403)],
  ['Moonshot', rejects('Please check your account balance', 429, { type: 'exceeded_current_quota_error' })],
  [
    'a text',
    new APICallError({
      message: 'x',
      url: 'u',
      requestBodyValues: {},
      statusCode: 429,
      responseBody: 'insufficient balance',
    }),
  ],
])('%s says that the credit is spent', (_who, error) => {
  expect(mapModelError(error, 'gpt', now)).toMatchObject({ code: 'model_quota_exhausted', retryable: false });
});

test("Gemini's limit per minute is a rate limit, though it names the plan and billing", () => {
  const error = rejects('You exceeded your current quota, please check your plan and billing details.', 429, {
    status: 'RESOURCE_EXHAUSTED',
    details: [
      { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }] },
      { retryDelay: '7s' },
    ],
  });
  expect(mapModelError(error, 'gemini', now)).toMatchObject({
    code: 'model_rate_limited',
    retryAfterSeconds: 7,
  });
});

test.each([
  [
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 160021 tokens.",
    /longer than m can read/,
  ],
  ['prompt is too long: 210000 tokens > 200000 maximum', /longer than m can read/],
  [
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    /longer than m can read/,
  ],
  ['the request exceeds the available context size, try increasing it', /longer than m can read/],
  ['Your input exceeds the context window of this model.', /longer than m can read/],
  ['A maximum of 100 PDF pages may be provided.', /more pages than m can read/],
  [
    'The document has 1200 pages, which exceeds the supported page limit of 1000.',
    /more pages than m can read/,
  ],
  ['Request payload size exceeds the limit: 20971520 bytes.', /file is larger than m can read/],
  ['messages.0.content.0.image.source.base64: image exceeds 5 MB maximum', /file is larger than m can read/],
  ['Request exceeds the maximum size', /file is larger than m can read/],
  ['User location is not supported for the API use.', /does not serve the region/],
  ['Country, region, or territory not supported', /does not serve the region/],
  ['This model does not support image input.', /cannot read pictures or files/],
  [
    'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
    /cannot read pictures or files/,
  ],
  ['The model `llama-9` does not exist or you do not have access to it.', /correct the name/],
  ['models/gemini-9 is not found for API version v1beta', /correct the name/],
  ['Invalid model: tiny', /correct the name/],
  ['The model `x` has been decommissioned', /correct the name/],
])('a rejection says what to do: %s', (said, tells) => {
  expect(mapModelError(rejects(said), 'm', now).message).toMatch(tells);
  expect(mapModelError(rejects(said), 'm', now).message).not.toContain(said);
});

test.each([413, 404])('a rejection with status %s says what to do', (status) => {
  const { code } = mapModelError(apiError(status), 'm', now);
  expect(code).toBe(status === 413 ? 'model_input_too_large' : 'model_not_found');
});

test('a connection lost before the answer began is no broken stream, afterwards it is', () => {
  const lost = new TypeError('terminated');
  expect(mapModelError(lost, 'gpt', now, false).code).toBe('model_unavailable');
  expect(mapModelError(lost, 'gpt', now, true).code).toBe('model_stream_broken');
});

test('the wait is read from seconds, from a date and from the body that Gemini sends', () => {
  const date = 'Sun, 22 Nov 2026 10:01:30 GMT';
  const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '37.2s' };
  const gemini = {
    error: { code: 429, status: 'RESOURCE_EXHAUSTED', details: [{ reason: 'QUOTA' }, retryInfo] },
  };
  expect(mapModelError(apiError(429, {}, { 'retry-after': '120' }), 'm', now).retryAfterSeconds).toBe(120);
  expect(mapModelError(apiError(429, {}, { 'retry-after': date }), 'm', now).retryAfterSeconds).toBe(90);
  expect(mapModelError(apiError(429, gemini), 'm', now).retryAfterSeconds).toBe(38);
  expect(mapModelError(apiError(429, [gemini]), 'm', now).retryAfterSeconds).toBe(38);
  expect(mapModelError(apiError(429), 'm', now).retryAfterSeconds).toBeUndefined();
});

test('an error that is ours already stays as it is', () => {
  const ours = new OvertimeError('model_timed_out', 'Too slow.');
  expect(mapModelError(ours, 'm', now)).toBe(ours);
});

test('only an answer with an error status was turned down', () => {
  expect(wasTurnedDown(apiError(429))).toBe(true);
  expect(wasTurnedDown(new TypeError('terminated'))).toBe(false);
});
