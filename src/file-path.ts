/** The bucket of all files that jobs read and write (supabase/schemas/50_job_files.sql). */
export const fileBucket = 'job-files';

const longestStem = 90;
const longestExtension = 10;

/**
 * A file name that is safe as the last part of a Storage path: letters of the ASCII alphabet,
 * digits, dots, dashes and underscores. Folders and accents are dropped, everything else becomes a dash; the
 * extension is kept, and a name of which nothing is left becomes `file`.
 */
export function safeFileName(fullName: string): string {
  const name = fullName.slice(Math.max(fullName.lastIndexOf('/'), fullName.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  const stem = plain(dot > 0 ? name.slice(0, dot) : name).slice(0, longestStem);
  const extension = dot > 0 ? plain(name.slice(dot + 1)).slice(0, longestExtension) : '';
  return `${stem || 'file'}${extension === '' ? '' : `.${extension}`}`;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}
