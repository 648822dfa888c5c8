/** Characters of a word with the space behind it, in English prose. */
export const charactersPerWord = 6;

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}
