/** Fewer letters and digits a page than this, on average, and the pages are pictures of text. */
const fewestPerPage = 20;

/** Whether a document says enough to be read, or is a scan. Looks no further than it must. */
export function hasEnoughText(text: string, pageCount: number): boolean {
  let missing = fewestPerPage * pageCount;
  const letters = text.matchAll(/[\p{L}\p{N}]/gu);
  while (missing > 0 && letters.next().done !== true) missing -= 1;
  return missing <= 0;
}
