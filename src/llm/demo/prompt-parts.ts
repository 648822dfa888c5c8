import type { LanguageModel } from 'ai';
import { readDelimited } from '../delimit.ts';

type Model = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type Prompt = Parameters<Model['doStream']>[0]['prompt'];

/** What a prompt consists of: what it tells to do, and the material that `delimit` set apart. */
export interface PromptParts {
  readonly instructions: string;
  /** In the order of the prompt; blocks within blocks are not taken apart. */
  readonly blocks: readonly Block[];
  /** What was wrong with an earlier answer; empty in a first call. */
  readonly complaints: string;
}

interface Block {
  readonly label: string;
  readonly text: string;
}

export function promptParts(prompt: Prompt): PromptParts {
  const text = prompt
    .flatMap((message) => {
      if (message.role === 'system') return [message.content];
      return message.role === 'user'
        ? message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
        : [];
    })
    .join('\n\n');
  const { blocks: found, outside } = readDelimited(text);
  const blocks = found.map(({ label, content }) => ({ label, text: content }));
  const isComplaint = ({ label }: Block) => /complaint/i.test(label);
  return {
    instructions: outside,
    // An answer that did not do is nothing to go by.
    blocks: blocks.filter((block) => !isComplaint(block) && !/^earlier answer/i.test(block.label)),
    complaints: blocks
      .filter(isComplaint)
      .map((block) => block.text)
      .join('\n'),
  };
}
