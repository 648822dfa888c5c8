import { withoutThoughts } from './thoughts.ts';

/** Tokens that servers of open models leave at the end of a text. */
const lastTokens = /\s*(?:<\|[\w ]+\|>|<\/s>|<(?:eos|end_of_turn)>)\s*$/;
/** A tag or a fence of which the rest may come, or half a character. */
const unfinished = /(?:[<[◁][^>\]▷\s]{0,40}|^`{1,3}\w*|[\uD800-\uDBFF])$/;
/**
 * How models begin to think. Where a server has swallowed the opening tag, nothing else shows that the text is thought
 * before the closing one comes. An answer that begins so is shown when it is finished.
 */
const likeThought =
  /^(?:(?:okay|ok|alright|hmm+|wait|so|first|now|got it|maybe)[,. ]|(?:the )?user\b|let(?: me|['’]?s| us)\b|we (?:need|have|are|must|should|can)\b|i(?:['’](?:ll|m|d)| will| need| should| have| must| am| want| can)\b|thinking|planning|好|嗯|首先|用户)/i;

/** A finished text as its author means it: without thoughts, and out of the Markdown fence that it is all in. */
export function proseIn(text: string): string {
  const prose = trimmed(withoutThoughts(text)).replace(lastTokens, '');
  return /^```\w*\n([^]*?)\n?```$/.exec(prose)?.[1]?.trim() ?? prose;
}

/** What may be shown of a text that is still being written. */
export function proseSoFar(text: string): string {
  const answer = withoutThoughts(text);
  const prose = trimmed(answer.replace(unfinished, '')).replace(/^```\w*\n/, '');
  return answer === text && likeThought.test(prose) ? '' : prose;
}

function trimmed(text: string): string {
  return text.replace(/^[\s\uFEFF\u200B]+|\s+$/g, '');
}
