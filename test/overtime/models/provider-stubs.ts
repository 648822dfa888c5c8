import type { Provider } from '../../../src/overtime/contract.ts';

/** How a provider speaks, as far as the tests need it. */
export interface ProviderStub {
  readonly env: Readonly<Record<string, string>>;
  readonly modelId: string;
  readonly url: string;
  /** The server-sent events of an answer in pieces; without `end` it just stops. */
  events(pieces: readonly string[], end?: 'stop' | 'length' | 'refusal'): string[];
}

/** How each provider says why it ended. */
const finishReasons = {
  google: { stop: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY' },
  anthropic: { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' },
  'openai-compatible': { stop: 'stop', length: 'length', refusal: 'content_filter' },
} as const;

/** What every stub reports: 120 input tokens, 20 of them cached, and 40 output tokens. */
export const reportedTokens = { inputTokens: 120, cachedInputTokens: 20, outputTokens: 40 };

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const named = (value: { readonly type: string; readonly [more: string]: unknown }) =>
  `event: ${value.type}\n${data(value)}`;

const refusal = named({
  type: 'response.refusal.delta',
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: 'I cannot help with that.',
});

export const providerStubs: Readonly<Record<Provider, ProviderStub>> = {
  google: {
    env: { GEMINI_API_KEY: 'key' },
    modelId: 'gemini-3.8-flash',
    url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:streamGenerateContent',
    events: (pieces, end) => [
      ...pieces.map((text) =>
        data({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] } }] }),
      ),
      ...(end === undefined
        ? []
        : [
            data({
              candidates: [
                {
                  index: 0,
                  content: { role: 'model', parts: [{ text: '' }] },
                  finishReason: finishReasons.google[end],
                },
              ],
              usageMetadata: {
                promptTokenCount: 120,
                cachedContentTokenCount: 20,
                candidatesTokenCount: 40,
                totalTokenCount: 160,
              },
            }),
          ]),
    ],
  },
  openai: {
    env: { OPENAI_API_KEY: 'key' },
    modelId: 'gpt-6-luna',
    url: 'https://api.openai.com/v1/responses',
    events: (pieces, end) => [
      named({
        type: 'response.created',
        response: { id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-6-luna' },
      }),
      named({
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'message', id: 'msg_1', status: 'in_progress', role: 'assistant', content: [] },
      }),
      ...pieces.map((delta) =>
        named({
          type: 'response.output_text.delta',
          item_id: 'msg_1',
          output_index: 0,
          content_index: 0,
          delta,
        }),
      ),
      ...(end === undefined
        ? []
        : [
            ...(end === 'refusal' ? [refusal] : []),
            named({
              type: 'response.output_item.done',
              output_index: 0,
              item: { type: 'message', id: 'msg_1', status: 'completed', role: 'assistant', content: [] },
            }),
            named({
              type: end === 'length' ? 'response.incomplete' : 'response.completed',
              response: {
                incomplete_details: end === 'length' ? { reason: 'max_output_tokens' } : null,
                usage: {
                  input_tokens: 120,
                  input_tokens_details: { cached_tokens: 20 },
                  output_tokens: 40,
                  output_tokens_details: { reasoning_tokens: 0 },
                },
              },
            }),
          ]),
    ],
  },
  anthropic: {
    env: { ANTHROPIC_API_KEY: 'key' },
    modelId: 'claude-haiku-5-5',
    url: 'https://api.anthropic.com/v1/messages',
    events: (pieces, end) => [
      named({
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-haiku-5-5',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 100,
            cache_read_input_tokens: 20,
            cache_creation_input_tokens: 0,
            output_tokens: 1,
          },
        },
      }),
      named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      ...pieces.map((text) =>
        named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      ),
      ...(end === undefined
        ? []
        : [
            named({ type: 'content_block_stop', index: 0 }),
            named({
              type: 'message_delta',
              delta: { stop_reason: finishReasons.anthropic[end], stop_sequence: null },
              usage: { output_tokens: 40 },
            }),
            named({ type: 'message_stop' }),
          ]),
    ],
  },
  'openai-compatible': {
    env: { OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:11434/v1', OPENAI_COMPATIBLE_MODEL: 'llama' },
    modelId: 'llama',
    url: 'http://localhost:11434/v1/chat/completions',
    events: (pieces, end) => [
      ...pieces.map((content) =>
        data({
          id: 'c1',
          created: 1,
          model: 'llama',
          choices: [{ index: 0, delta: { role: 'assistant', content } }],
        }),
      ),
      ...(end === undefined
        ? []
        : [
            data({
              id: 'c1',
              created: 1,
              model: 'llama',
              choices: [{ index: 0, delta: {}, finish_reason: finishReasons['openai-compatible'][end] }],
            }),
            data({
              id: 'c1',
              created: 1,
              model: 'llama',
              choices: [],
              usage: {
                prompt_tokens: 120,
                completion_tokens: 40,
                prompt_tokens_details: { cached_tokens: 20 },
              },
            }),
            'data: [DONE]\n\n',
          ]),
    ],
  },
};
