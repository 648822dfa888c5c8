/**
 * Text as it may stand in a line of Markdown, a heading or a table's cell, where all of it stays text: no markup, no
 * HTML, no comment, no link, no address that a reader's program would make a link of. Line breaks become spaces.
 * What a model or a user wrote goes through here wherever it becomes Markdown (CommonMark with GitHub's tables and
 * addresses). An address of mail stays one: programs look for those after they have read the Markdown.
 */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
      .replaceAll('&', '&amp;')
      // Not with a backslash: what reads it as HTML would take that for text and the tag for a tag.
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // `javascript:`, `data:`, `https://`, and what begins as an address does.
      .replaceAll(/(?<=[a-z\d+.-]):(?=\S)/gi, String.raw`\:`)
      .replaceAll(/(?<![a-z\d])(www)\.(?=\S)/gi, String.raw`$1\.`)
      .replace(/^(#{1,6}|[-+=])(?=\s|[-=]|$)/, String.raw`\$1`)
      .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`)
      // A heading would lose it.
      .replace(/(?<!\\)#$/, String.raw`\#`)
  );
}

/** A story of the tasks' own Markdown, with its headings and its `*emphasis*`; all else that it holds stays text. */
export function markdownProse(story: string): string {
  const blocks = story.split(/\n{2,}/).map((block) => {
    const heading = /^#{1,3} (.*)$/.exec(block.trim())?.[1];
    if (heading !== undefined) return `## ${markdownText(heading)}`;
    const parts = block.split(/\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}/);
    return parts
      .map((part, index) => markdownPiece(part, index % 2 === 1))
      .join('')
      .trim();
  });
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** A piece of a paragraph. It keeps the spaces around it, which part it from its neighbours. */
export function markdownPiece(text: string, italic: boolean): string {
  const escaped = markdownText(text);
  if (italic) return `*${escaped}*`;
  const [before, after] = [
    /^\s/.test(text) ? ' ' : '',
    escaped !== '' && /\s/.test(text.at(-1) ?? '') ? ' ' : '',
  ];
  return before + escaped + after;
}

/** Text on one line. */
function oneLine(text: string): string {
  return text.replaceAll(/[^\S\u00A0\u202F]+/g, ' ').trim();
}
