import type { Output } from 'ai';
import { z } from 'zod';
import { providerMessage, wasTurnedDown } from './map-error.ts';
import type { ModelName } from './model-choice.ts';
import { refusesForm } from './rejections.ts';

/** How an object is asked for: by its schema, as JSON, or as text with JSON in it; each is plainer than the one before. */
const forms = ['schema', 'json', 'text'] as const;
export type AnswerForm = (typeof forms)[number];

/** The form that each model takes, as far as this instance has been refused another. */
const taken = new Map<string, AnswerForm>();

/** The first form to ask a model for. */
export function formFor(choice: ModelName): AnswerForm {
  return taken.get(nameOf(choice)) ?? 'schema';
}

/** Whether there is a plainer form for a model that refuses this one, as an error of its provider says; it is remembered. */
export function goesPlainer(choice: ModelName, form: AnswerForm, error: unknown): boolean {
  const next = forms[forms.indexOf(form) + 1];
  if (next === undefined || !wasTurnedDown(error) || !refusesForm.test(providerMessage(error))) return false;
  taken.set(nameOf(choice), next);
  return true;
}

/** What goes into the request, and what the prompt says of the schema. */
export function requestForm(
  { text: textOutput, object }: typeof Output,
  schema: z.ZodType | undefined,
  form: AnswerForm,
) {
  const text = textOutput();
  if (schema === undefined) return { output: text, instructions: '' };
  if (form === 'schema') {
    return { output: { ...text, responseFormat: object({ schema }).responseFormat }, instructions: '' };
  }
  const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return {
    output: form === 'json' ? { ...text, responseFormat: Promise.resolve({ type: 'json' as const }) } : text,
    instructions: `\n\nAnswer with one JSON object that fits this JSON schema, and with nothing else:\n${json}`,
  };
}

function nameOf({ provider, modelId }: ModelName): string {
  return `${provider} ${modelId}`;
}
