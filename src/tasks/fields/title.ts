/** A file's name without its ending. */
export function fileTitle(fileName: string): string {
  return fileName.replace(/\.[a-z\d]{1,8}$/i, '');
}

/** The first line of a text, without the marks of a Markdown heading, in 60 characters at most. */
export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  const plain = line.replace(/^#+\s*/, '').trim();
  return plain.length <= 60 ? plain : `${plain.slice(0, 60).replace(/\s+\S*$/, '')}…`;
}

const smallWords = new Set([
  'a',
  'an',
  'and',
  'at',
  'by',
  'for',
  'from',
  'in',
  'of',
  'on',
  'or',
  'the',
  'to',
  'with',
]);

/** A title in small letters as titles are written: `queen of the sea` is `Queen of the Sea`. */
export function titleCase(title: string): string {
  return title.replaceAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}']*/gu, (word, at: number) =>
    at > 0 && smallWords.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
}
