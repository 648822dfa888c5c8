// For its type alone: a page that uploads a file loads no zod.
import type { z } from 'zod';

/** The bucket of all files that jobs read and write (supabase/schemas/overtime/50_job_files.sql). */
export const fileBucket = 'job-files';

/** The bucket's media types; the first is for files without a type or with another. */
const storableMediaTypes: readonly string[] = [
  'application/octet-stream',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/epub+zip',
  'text/plain',
  'text/markdown',
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
  'audio/wav',
];

/** The media type to store a file with: its own without parameters, or `application/octet-stream`. */
export function storableMediaType(mediaType: string): string {
  const [plainType = ''] = mediaType.toLowerCase().split(';');
  return storableMediaTypes.includes(plainType.trim()) ? plainType.trim() : 'application/octet-stream';
}

const longestStem = 90;
const longestExtension = 10;

/**
 * `<user id>/<id>/<file name>`: a UUID, an id such as nanoid makes, and a name as {@link safeFileName} makes it.
 * No dot begins or ends a part or follows another, so no part can be `..`, and no character has a meaning in a
 * URL. `overtime.is_file_path` (supabase/schemas/overtime/50_job_files.sql) has the same expression.
 */
export const filePathPattern =
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[A-Za-z0-9_-]{1,64}\/\w[\w-]*(?:\.[\w-]+)*$/;

/** In characters: the three parts at their longest, and the slashes between them. */
export const longestPath = 36 + 1 + 64 + 1 + longestStem + 1 + longestExtension;

/**
 * The path of a file in the bucket. A value of this type can be put into a URL as it is; {@link isFileOf} says
 * whose file it is.
 */
export type FilePath = string & z.core.$brand<'FilePath'>;

export function isFilePath(text: string): text is FilePath {
  return text.length <= longestPath && filePathPattern.test(text);
}

/**
 * Makes a file's path. Throws for a user or an id that cannot be part of one.
 *
 * @param id of the job that writes the file, or a fresh one.
 * @param fileName in any form; the path gets its {@link safeFileName}.
 */
export function makeFilePath(userId: string, id: string, fileName: string): FilePath {
  const path = `${userId}/${id}/${safeFileName(fileName)}`;
  if (!isFilePath(path)) throw new TypeError('The user or the id cannot be part of a file path.');
  return path;
}

/** Whether a file is in the user's folder. */
export function isFileOf(userId: string, path: FilePath): boolean {
  return path.split('/', 1)[0] === userId;
}

/**
 * A file name that is safe as the last part of a Storage path: letters of the ASCII alphabet,
 * digits, dots, dashes and underscores. Folders and accents are dropped, everything else becomes a dash; the
 * extension is kept, and a name of which nothing is left becomes `file`.
 */
export function safeFileName(fullName: string): string {
  const name = fullName.slice(Math.max(fullName.lastIndexOf('/'), fullName.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  const stem = plain(dot > 0 ? name.slice(0, dot) : name, longestStem);
  const extension = dot > 0 ? plain(name.slice(dot + 1), longestExtension) : '';
  return `${stem || 'file'}${extension === '' ? '' : `.${extension}`}`;
}

function plain(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+/, '')
    .slice(0, longest)
    .replace(/[-.]+$/, '');
}
