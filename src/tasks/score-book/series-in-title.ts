const number = String.raw`(\d{1,4}(?:\.\d{1,2})?|one|two|three|four|five|six|seven|eight|nine|ten)`;
const counted = String.raw`(?:#\s*|no\.?\s*|(?:book|volume|vol\.?|part)\s+#?)${number}`;

/** Ways in which titles and subtitles name a series: the group `name`, and the number behind or before it. */
const patterns = [
  // A Game of Thrones (A Song of Ice and Fire, Book 1)
  new RegExp(String.raw`[([]\s*(?<name>[^()[\]]+?)[,:;]?\s+${counted}\s*[)\]]`, 'i'),
  // Book Two of the Earthsea Cycle
  new RegExp(String.raw`^${counted}\s+(?:of|in)\s+(?<name>.+?)$`, 'i'),
  // The Hating Games, #2
  new RegExp(String.raw`^(?<name>.+?),\s+${counted}$`, 'i'),
];
const spelled = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The series that a title or a subtitle names, with the book's place in it; null where it names none. */
export function seriesInTitle(title: string): { name: string; position: number } | null {
  for (const pattern of patterns) {
    const match = pattern.exec(title.trim());
    const name = match?.groups?.['name']?.replace(/^the\s+(?=.+\s+(?:series|trilogy|saga)$)/i, '').trim();
    const counting = match?.slice(1).find((group) => group !== match.groups?.['name']);
    if (!name || counting === undefined) continue;
    const word = spelled.indexOf(counting.toLowerCase());
    return { name: name.replace(/\s+series$/i, ''), position: word >= 0 ? word : Number(counting) };
  }
  return null;
}
