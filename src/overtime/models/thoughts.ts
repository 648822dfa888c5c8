/**
 * What a model thinks within the text that it sends, where its server does not tell thoughts from the answer: between
 * tags, behind an opening tag that is never closed, or before a closing tag whose opening one the server has swallowed.
 */

const name =
  '(?:[a-z]+:)?(?:think|thinking|thoughts?|thought_process|reasoning|reflection|scratchpad|inner_monologue)';
/** As DeepSeek and Qwen, Mistral, Kimi, Cohere, Gemma, and gpt-oss write them. */
const opening = `<${name}\\s*>|\\[THINK\\]|◁think▷|<\\|START_THINKING\\|>|<unused94>|<\\|channel\\|>(?:analysis|commentary)<\\|message\\|>`;
const closing = `</${name}\\s*>|\\[/THINK\\]|◁/think▷|<\\|END_THINKING\\|>|<unused95>|<\\|channel\\|>final<\\|message\\|>`;
/** The length of the longest of them. */
export const longestTag = 40;

const opens = new RegExp(opening, 'gi');
const opensHere = new RegExp(opening, 'iy');
const closes = new RegExp(closing, 'gi');
const blocks = new RegExp(`(?:${opening})[^]*?(?:${closing}|$)`, 'gi');
const before = new RegExp(`^[^]*(?:${closing})`, 'i');

/** Where the next opening tag from `at` on begins; -1 without one. */
export function thoughtFrom(text: string, at: number): number {
  opens.lastIndex = at;
  return opens.exec(text)?.index ?? -1;
}

/** Whether an opening tag begins at `at`. */
export function isThoughtAt(text: string, at: number): boolean {
  opensHere.lastIndex = at;
  return opensHere.test(text);
}

/** Where the next closing tag from `at` on ends; -1 without one. */
export function behindThought(text: string, at: number): number {
  closes.lastIndex = at;
  return closes.test(text) ? closes.lastIndex : -1;
}

/** A text without thoughts. */
export function withoutThoughts(text: string): string {
  return text.replace(blocks, '').replace(before, '');
}
