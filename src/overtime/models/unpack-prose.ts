import { withoutThoughts } from './thoughts.ts';
import { parseJson } from './unpack-json.ts';

/** Tokens that servers of open models leave at the end of a text. */
const lastTokens = /\s*(?:<\|[\w ]+\|>|<\/s>|<(?:eos|end_of_turn)>)\s*$/;
/** Tokens that they leave at its beginning, and whose turn it is. */
const firstTokens =
  /^(?:(?:<\|(?:im_start|start|start_header_id|assistant)\|>(?:\s*assistant\b)?(?:<\|(?:end_header_id|message)\|>)?|\[\/INST\]|<s>|<start_of_turn>model)\s*)+/;
/** What models call a text, whatever it is. */
const nouns =
  'text|version|transcript(?:ion)?|rewrite|draft|answer|continuation|response|output|result|final|content';

/** How a model may pack a text: what it is about, such as `scene`, is another name for it. */
function packaging(purpose: string) {
  const noun = `(?:${nouns}|${purpose.replaceAll(/\W/g, '.')})`;
  return {
    /** A line in which a model says what it is about to write. */
    announcement: new RegExp(
      `^(?:(?:sure|certainly|of course|absolutely|okay)\\b[^\\n]{0,40}[!,.] *)?here(?:['’]s| is| are)\\b[^\\n]{0,120}\\b${noun}\\b[^\\n]{0,80}:[*_]*[ \\t]*\\n+`,
      'i',
    ),
    /** A whole text between one pair of tags, as models write that were asked for tags elsewhere. */
    tagged: new RegExp(`^<${noun}>([^]*)</${noun}>$`, 'i'),
    edgeTags: new RegExp(`^<${noun}>\\s*|\\s*</${noun}>$`, 'gi'),
  };
}

/** A tag or a fence of which the rest may come, or half a character. */
const unfinished = /(?:[<[◁][^>\]▷\s]{0,40}|^`{1,3}\w*|[\uD800-\uDBFF])$/;
/**
 * How models begin to think. Where a server has swallowed the opening tag, nothing else shows that the text is thought
 * before the closing one comes. An answer that begins so is shown when it is finished.
 */
const likeThought =
  /^(?:(?:okay|ok|alright|hmm+|wait|so|first|now|got it|maybe)[,. ]|(?:the )?user\b|let(?: me|['’]?s| us)\b|we (?:need|have|are|must|should|can)\b|i(?:['’](?:ll|m|d)| will| need| should| have| must| am| want| can)\b|thinking|planning|好|嗯|首先|用户)/i;

/**
 * A finished text as its author means it: without thoughts, tokens and what announces it, and out of the Markdown fence, the
 * tags, or the object of JSON with one text, that it is all in.
 *
 * @param purpose what the text is, as its call names it. Default: a text.
 */
export function proseIn(text: string, purpose = 'text'): string {
  const { announcement, tagged } = packaging(purpose);
  const prose = begun(withoutThoughts(text), announcement).replace(lastTokens, '');
  const fenced = /^```\w*\n([^]*?)\n?```$/.exec(prose)?.[1];
  return (fenced ?? tagged.exec(prose)?.[1] ?? onlyText(prose) ?? prose).trim();
}

/** What may be shown of a text that is still being written. */
export function proseSoFar(text: string, purpose: string): string {
  const { announcement, edgeTags } = packaging(purpose);
  const answer = withoutThoughts(text);
  const prose = begun(answer.replace(unfinished, ''), announcement)
    .replace(/^```\w*\n/, '')
    .replace(edgeTags, '');
  return prose.startsWith('{') || (answer === text && likeThought.test(prose)) ? '' : prose;
}

function begun(text: string, announcement: RegExp): string {
  return trimmed(trimmed(text).replace(firstTokens, '').replace(announcement, ''));
}

/** The text of an object that has nothing else. */
function onlyText(prose: string): string | undefined {
  if (!prose.startsWith('{')) return undefined;
  const value = parseJson(prose);
  const values: unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
}

function trimmed(text: string): string {
  return text.replace(/^[\s\uFEFF\u200B]+|\s+$/g, '');
}
