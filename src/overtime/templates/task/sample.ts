import type { ResultOf } from '../../index.ts';
import type { taskTemplate } from './contract.ts';

/** What is answered where no model is set up: the first sentences of the text. */
export function sample(text: string): ResultOf<typeof taskTemplate> {
  const sentences = text.split(/(?<=[.!?])\s+/).map((sentence) => sentence.slice(0, 500));
  const points = [...new Set([...sentences, 'A second point.', 'A third point.'])].slice(0, 3);
  return { title: text.split(/\s+/).slice(0, 6).join(' ').slice(0, 200), points };
}
