/**
 * Splits a text into pieces of at most `longest` characters: between sentences, where a listener hears no cut; within a
 * longer sentence, between words; and within a longer word.
 */
export function splitAtSentences(text: string, longest: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of [...units(text, 'sentence')].flatMap((sentence) => withinLimit(sentence, longest))) {
    if ((piece + part).trimEnd().length > longest) {
      pieces.push(piece);
      piece = '';
    }
    piece += part;
  }
  return [...pieces, piece].map((written) => written.trim()).filter((written) => written !== '');
}

function withinLimit(sentence: string, longest: number): string[] {
  if (sentence.length <= longest) return [sentence];
  return [...units(sentence, 'word')].flatMap(
    (word) => word.match(new RegExp(`.{1,${longest}}`, 'gsu')) ?? [],
  );
}

function* units(text: string, granularity: 'sentence' | 'word'): Generator<string> {
  for (const { segment } of new Intl.Segmenter('en', { granularity }).segment(text)) yield segment;
}
