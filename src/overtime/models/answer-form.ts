import type { JSONSchema7, JSONValue, Output } from 'ai';
import { z } from 'zod';
import { providerMessage, wasTurnedDown } from './map-error.ts';
import type { ModelName } from './model-choice.ts';
import { refusesForm } from './rejections.ts';

/**
 * How an object is asked for: by its schema, as JSON with the schema beside it, as JSON, or as text with JSON in it; each is
 * plainer than the one before. The second is llama.cpp's own way, and of some who host open models.
 */
const forms = ['schema', 'json with schema', 'json', 'text'] as const;
export type AnswerForm = (typeof forms)[number];

function plainerForm({ provider }: ModelName, form: AnswerForm): AnswerForm | undefined {
  const isOpen = provider === 'openai-compatible';
  return forms.slice(forms.indexOf(form) + 1).find((next) => isOpen || next !== 'json with schema');
}

/** The form that each model takes, as far as this instance has been refused another. */
const taken = new Map<string, AnswerForm>();

/** The first form to ask a model for. */
export function formFor(choice: ModelName): AnswerForm {
  return taken.get(nameOf(choice)) ?? 'schema';
}

/** Whether there is a plainer form for a model that refuses this one, as an error of its provider says; it is remembered. */
export function goesPlainer(choice: ModelName, form: AnswerForm, error: unknown): boolean {
  const next = plainerForm(choice, form);
  if (next === undefined || !wasTurnedDown(error) || !refusesForm.test(providerMessage(error))) return false;
  taken.set(nameOf(choice), next);
  return true;
}

/** What goes into the request, and what the prompt says of the schema. */
export function requestForm(
  { text: textOutput }: typeof Output,
  schema: z.ZodType | undefined,
  form: AnswerForm,
) {
  const text = textOutput();
  if (schema === undefined) return { output: text, instructions: '', providerOptions: {} };
  const json = portableSchema(schema);
  const responseFormat = { type: 'json' as const, ...(form === 'schema' && { schema: json }) };
  const jsonWithSchema = { response_format: { type: 'json_object', schema: json as JSONValue } };
  return {
    output: form === 'text' ? text : { ...text, responseFormat: Promise.resolve(responseFormat) },
    providerOptions: form === 'json with schema' ? { openaiCompatible: jsonWithSchema } : {},
    instructions:
      form === 'schema'
        ? ''
        : `\n\nAnswer with one JSON object that fits this JSON schema, and with nothing else:\n${JSON.stringify(json)}`,
  };
}

/**
 * A schema in the words that every provider takes. OpenAI refuses the length of a text, and Gemini ignores it and
 * `const`. The answer is checked by the schema itself.
 */
function portableSchema(schema: z.ZodType): JSONSchema7 {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      const { const: only, maxLength } = jsonSchema;
      if (only !== undefined) jsonSchema.enum = [only];
      if (maxLength !== undefined) {
        const length = `At most ${maxLength} characters`;
        const { description } = jsonSchema;
        jsonSchema.description = description === undefined ? length : `${description}. ${length}`;
      }
      if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties = false;
      for (const word of ['const', 'minLength', 'maxLength'] as const) delete jsonSchema[word];
    },
  });
  return json as JSONSchema7;
}

function nameOf({ provider, modelId }: ModelName): string {
  return `${provider} ${modelId}`;
}
