/** Words of file names that name no student. */
const notNames =
  /^(?:essay|paper|report|homework|hw|assignment|assignsubmission|submission|submitted|file|onlinetext|final|draft|copy|version|late|scan|document|the|of|by|for|my|v?\d+\w*|\d.*)$/iu;

const longestName = 200;

/**
 * The students' names as files' names suggest them, in the same order. What all files have in common (`Essay 3 - `)
 * is left out, so are numbers and words such as `final`; of names as learning platforms make them
 * (`Ada Lovelace_12345_assignsubmission_file_essay.docx`), what comes before the number is taken.
 */
export function studentNames(fileNames: readonly string[]): string[] {
  const words = fileNames.map(wordsOf);
  const isCommon = (word: string) =>
    words.length > 1 && words.every((others) => others.some((other) => same(other, word)));
  return words.map((all, index) => {
    const own = all.filter((word) => !notNames.test(word.replace(/,$/, '')) && !isCommon(word));
    const name = own.join(' ').replace(/,$/, '');
    return (name === '' ? baseName(fileNames[index] ?? '') : capitalised(name)).slice(0, longestName);
  });
}

function wordsOf(fileName: string): string[] {
  const base = baseName(fileName);
  const beforeId = /^(.*?)_(?:late_)?\d{4,}_/iu.exec(base)?.[1] ?? '';
  return (/\p{L}/u.test(beforeId) ? beforeId : base)
    .replaceAll(/[()[\]]/g, ' ')
    .split(/[\s_.–—]+|(?<!\p{L})-|-(?!\p{L})/u)
    .filter((word) => /[\p{L}\d]/u.test(word));
}

const baseName = (fileName: string) => fileName.replace(/\.\w{1,8}$/, '').trim();

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** `ada lovelace` and `ada-lovelace` are written as names are; what has capitals stays as it is. */
function capitalised(name: string): string {
  if (name !== name.toLowerCase()) return name;
  return name.replaceAll('-', ' ').replaceAll(/(?<=^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}
