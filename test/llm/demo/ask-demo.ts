import { z } from 'zod';
import { answerTo } from '../../../src/llm/demo/answer.ts';

function answer(
  prompt: string,
  system: string,
  responseFormat: NonNullable<Parameters<typeof answerTo>[0]['responseFormat']>,
) {
  return answerTo({
    prompt: [
      { role: 'system', content: system },
      { role: 'user', content: [{ type: 'text', text: prompt }] },
    ],
    responseFormat,
  });
}

/** What the demo model makes of a prompt and a schema, checked by the schema. */
export function askDemo<S extends z.ZodType>(schema: S, prompt: string, system = ''): z.output<S> {
  const json = z.toJSONSchema(schema, { target: 'draft-7' });
  return schema.parse(JSON.parse(answer(prompt, system, { type: 'json', schema: json as never })));
}

/** What the demo model writes where no schema is asked for. */
export function demoProse(prompt: string, system = ''): string {
  return answer(prompt, system, { type: 'text' });
}
