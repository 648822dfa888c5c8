/** One entry of a ZIP archive, as its central directory declares it; both sizes may lie. */
export interface ZipEntry {
  readonly name: string;
  /** 0 is stored, 8 is deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Where the entry's local header begins. */
  readonly offset: number;
}
/**
 * Lists the entries of a ZIP archive without unpacking any. An office document is small enough for the
 * classic format, so ZIP64 counts as broken. Format: PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16.
 *
 * @throws RangeError when the directory is missing, cut off or not as the format has it.
 */
export declare function readZipDirectory(bytes: Uint8Array): readonly ZipEntry[];
/**
 * The packed bytes of one entry.
 *
 * @throws RangeError when they are not where the directory says.
 */
export declare function packedBytesOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array;
/** Whether two entries share packed bytes, which only a crafted archive does. */
export declare function overlaps(entries: readonly ZipEntry[]): boolean;
