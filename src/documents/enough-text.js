/** Fewer letters and digits a page than this, on average, and the pages are pictures of text. */
const fewestPerPage = 20;
/** Whether a document says enough to be read, or is a scan. */
export function hasEnoughText(text, pageCount) {
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= fewestPerPage * pageCount;
}
