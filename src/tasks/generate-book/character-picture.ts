import { checkFile, mediaTypes } from '../../overtime/files.ts';
import type { FileKind, TaskContext } from '../../overtime/index.ts';
import { generateBook } from './contract.ts';

export interface CharacterPicture {
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Reads the picture of the character that the family sent; null where there is none. */
export async function readCharacterPicture(
  ctx: TaskContext<typeof generateBook>,
): Promise<CharacterPicture | null> {
  const { filePath, fileName = 'The picture' } = ctx.input;
  if (filePath === undefined) return null;
  const bytes = await ctx.readFile(filePath);
  const { kinds = [], maxBytes = 0 } = generateBook.policy.file ?? {};
  const kind = await checkFile(bytes, { fileName, kinds, maxBytes });
  return { kind, bytes, mediaType: mediaTypes[kind] };
}
