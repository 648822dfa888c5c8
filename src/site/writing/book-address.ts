/** Where a book is shown. */
export function bookAddress(bookId: string): string {
  return `/writing?book=${encodeURIComponent(bookId)}`;
}
