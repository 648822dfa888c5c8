/**
 * Characters that no program shows, in which words can be hidden: tags, but those that make the flag of a part of a country;
 * and rows of marks that only change the character before them, or have no width.
 */
const unseen =
  /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0000}-\u{E007F}]+|[\u{E0100}-\u{E01EF}\uFE00-\uFE0F]{3,}|[\u200B-\u200D\u2060-\u2064\uFEFF]{8,}/gu;

/** A text without the characters that nobody sees, and how many passages of them there were. */
export function withoutUnseen(text: string): { readonly text: string; readonly passages: number } {
  let passages = 0;
  const seen = text.replace(unseen, () => {
    passages += 1;
    return '';
  });
  return { text: seen, passages };
}
