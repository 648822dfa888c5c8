import { Ajv2020 } from 'ajv/dist/2020.js';
import { strictSchemaProblems, type subsets } from './strict-schema.ts';

/**
 * The bodies of the requests that are made here, as JSON Schema. Written by hand from what the providers publish, and
 * only the fields that are sent: another field is refused until somebody has looked it up.
 */
const text = { type: 'string', minLength: 1 } as const;
const base64 = '[A-Za-z0-9+/]+={0,2}$';
const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
const schema = { type: 'object', required: ['type', 'properties'] } as const;

/** An object with these fields alone; those whose name ends in `?` may be absent. */
function object(fields: Record<string, object>): object {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name.replace('?', ''), field]),
  );
  const required = Object.keys(fields).filter((name) => !name.endsWith('?'));
  return { type: 'object', properties, required, additionalProperties: false };
}
const list = (...items: object[]) => ({ type: 'array', items: { oneOf: items }, minItems: 1 });
const tagged = (type: string, fields: Record<string, object>) => object({ type: { const: type }, ...fields });
const dataUrl = (types: readonly string[]) => ({
  type: 'string',
  pattern: `^data:(?:${types.join('|')});base64,${base64}`,
  // 20 MB, the most that OpenAI's description allows for a picture.
  maxLength: 20_971_520,
});
const bytes = { type: 'string', pattern: `^${base64}` };

/** OpenAI's OpenAPI description, version 2.3.0: https://github.com/openai/openai-openapi (MIT). */
const openai = object({
  model: text,
  input: list(
    object({ role: { const: 'developer' }, content: text }),
    object({
      role: { const: 'user' },
      content: list(
        tagged('input_text', { text }),
        tagged('input_image', { image_url: dataUrl(pictureTypes) }),
        tagged('input_file', { filename: text, file_data: dataUrl(['application/pdf']) }),
      ),
    }),
  ),
  'text?': object({
    format: {
      oneOf: [
        tagged('json_object', {}),
        tagged('json_schema', { name: { pattern: '^[\\w-]{1,64}$' }, strict: { const: true }, schema }),
      ],
    },
  }),
  store: { const: false },
  // Only for a model that reasons, and only without `store`.
  'include?': { type: 'array', items: { const: 'reasoning.encrypted_content' } },
  stream: { const: true },
});

/** The same description: what servers that speak OpenAI's protocol take. */
const chatCompletions = object({
  model: text,
  messages: list(
    object({ role: { const: 'system' }, content: text }),
    object({ role: { const: 'user' }, content: text }),
  ),
  'response_format?': {
    oneOf: [
      tagged('json_object', {}),
      tagged('json_schema', {
        json_schema: object({ name: { pattern: '^[\\w-]{1,64}$' }, strict: { const: true }, schema }),
      }),
    ],
  },
  stream: { const: true },
  stream_options: object({ include_usage: { const: true } }),
});

/** `GenerateContentRequest`: https://ai.google.dev/api/generate-content, v1beta of 2026 (CC BY 4.0). */
const google = object({
  contents: list(
    object({
      role: { const: 'user' },
      parts: list(
        object({ text }),
        object({
          inlineData: object({ mimeType: { enum: [...pictureTypes, 'application/pdf'] }, data: bytes }),
        }),
      ),
    }),
  ),
  systemInstruction: object({ parts: list(object({ text })) }),
  generationConfig: {
    oneOf: [
      object({}),
      object({ responseMimeType: { const: 'application/json' }, 'responseJsonSchema?': schema }),
    ],
  },
});

/** `MessageCreateParams` of Anthropic's SDK, version 0.120.0: https://github.com/anthropics/anthropic-sdk-typescript (MIT). */
const anthropic = object({
  model: text,
  max_tokens: { type: 'integer', minimum: 1 },
  system: list(tagged('text', { text })),
  messages: list(
    object({
      role: { const: 'user' },
      content: list(
        tagged('text', { text }),
        tagged('image', {
          source: tagged('base64', { media_type: { enum: pictureTypes }, data: bytes }),
        }),
        tagged('document', {
          source: tagged('base64', { media_type: { const: 'application/pdf' }, data: bytes }),
          title: { ...text, maxLength: 500 },
        }),
      ),
    }),
  ),
  'output_config?': object({ format: tagged('json_schema', { schema }) }),
  stream: { const: true },
});

const sizes = ['1024x1024', '1536x1024', '1024x1536'];
const qualities = ['low', 'medium', 'high', 'auto'];
const speechConfig = object({
  voiceConfig: object({ prebuiltVoiceConfig: object({ voiceName: text }) }),
});
const described = {
  openai,
  anthropic,
  google,
  'openai-compatible': chatCompletions,
  'openai speech': object({
    model: text,
    input: { ...text, maxLength: 4096 },
    voice: {
      enum: ['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer', 'verse'],
    },
    response_format: { enum: ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] },
  }),
  // https://ai.google.dev/gemini-api/docs/speech-generation
  'google speech': object({
    contents: list(object({ role: { const: 'user' }, parts: list(object({ text })) })),
    generationConfig: object({
      responseModalities: { const: ['AUDIO'] },
      speechConfig,
      responseFormat: object({ audio: object({ mimeType: { const: 'AUDIO_WAV' } }) }),
    }),
  }),
  'openai picture': object({
    model: text,
    prompt: { ...text, maxLength: 32_000 },
    n: { const: 1 },
    size: { enum: sizes },
    quality: { enum: qualities },
    output_format: { enum: ['png', 'jpeg', 'webp'] },
  }),
  'openai form': object({
    model: text,
    prompt: { ...text, maxLength: 32_000 },
    image: { enum: pictureTypes },
    n: { const: '1' },
    size: { enum: sizes },
    quality: { enum: qualities },
    output_format: { enum: ['png', 'jpeg', 'webp'] },
  }),
  // https://ai.google.dev/gemini-api/docs/image-generation
  'google picture': object({
    contents: list(
      object({
        role: { const: 'user' },
        parts: list(
          object({ text }),
          object({ inlineData: object({ mimeType: { enum: pictureTypes }, data: bytes }) }),
        ),
      }),
    ),
    generationConfig: object({
      responseModalities: { const: ['IMAGE'] },
      imageConfig: object({ aspectRatio: { enum: ['1:1', '2:3', '3:2'] } }),
    }),
  }),
};

export type Described = keyof typeof described;

const ajv = new Ajv2020({ strict: false, allErrors: true });
const validators = Object.fromEntries(
  Object.entries(described).map(([kind, body]) => [kind, ajv.compile(body)]),
);

interface Body {
  readonly text?: { readonly format: { readonly schema?: object } };
  readonly response_format?: { readonly json_schema?: { readonly schema: object } };
  readonly generationConfig?: { readonly responseJsonSchema?: object };
  readonly output_config?: { readonly format: { readonly schema: object } };
}

/** What a provider would refuse or ignore of a body that it is sent, a line each. */
export function bodyProblems(kind: Described, body: unknown): string[] {
  const validate = validators[kind];
  if (validate?.(body) !== true) return [ajv.errorsText(validate?.errors)];
  const { text: output, response_format, generationConfig, output_config } = body as Body;
  const asked =
    output?.format.schema ??
    response_format?.json_schema?.schema ??
    generationConfig?.responseJsonSchema ??
    output_config?.format.schema;
  return asked === undefined ? [] : strictSchemaProblems(kind as keyof typeof subsets, asked);
}
