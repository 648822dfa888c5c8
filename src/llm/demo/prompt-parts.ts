import type { LanguageModel } from 'ai';

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

const opening = /^(={5,}) begin (.+) \1$/m;

export function promptParts(prompt: Prompt): PromptParts {
  const text = prompt
    .flatMap((message) => {
      if (message.role === 'system') return [message.content];
      return message.role === 'user'
        ? message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
        : [];
    })
    .join('\n\n');
  const blocks: Block[] = [];
  let instructions = '';
  let rest = text;
  for (let found = opening.exec(rest); found !== null; found = opening.exec(rest)) {
    const [line, bar = '', label = ''] = found;
    const start = found.index + line.length + 1;
    const closing = `\n${bar} end ${label} ${bar}`;
    const end = rest.indexOf(closing, start - 1);
    instructions += rest.slice(0, found.index);
    blocks.push({ label, text: end === -1 ? rest.slice(start) : rest.slice(start, Math.max(start, end)) });
    rest = end === -1 ? '' : rest.slice(end + closing.length);
  }
  const isComplaint = ({ label }: Block) => /complaint/i.test(label);
  return {
    instructions: instructions + rest,
    // An answer that did not do is nothing to go by.
    blocks: blocks.filter((block) => !isComplaint(block) && !/^earlier answer/i.test(block.label)),
    complaints: blocks
      .filter(isComplaint)
      .map((block) => block.text)
      .join('\n'),
  };
}
