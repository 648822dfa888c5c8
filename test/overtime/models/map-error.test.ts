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
