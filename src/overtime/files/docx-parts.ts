import { decodeText } from './decode-text.ts';
import { unpackEntry } from './unpack-entry.ts';
import type { ZipEntry } from './zip-directory.ts';

/** How a part of an office document refers to another one (ECMA-376 part 2, section 9). */
export interface DocxRelation {
  readonly id: string;
  /** The last word of the type's address, such as `officeDocument`: strict and transitional documents share it. */
  readonly kind: string;
  /** The other part's name, from the root of the archive; null for what lies elsewhere. */
  readonly part: string | null;
}

export interface DocxParts {
  /** The name of the main part; null where the archive is no Word document. */
  readonly main: string | null;
  /** The bytes of a part; undefined where there is none. */
  bytes(name: string): Uint8Array | undefined;
  text(name: string): string | undefined;
  relations(name: string): readonly DocxRelation[];
}

/**
 * Finds the parts of a Word document. Each is unpacked when it is asked for.
 *
 * @param limit how much may be unpacked of all parts together, in bytes.
 */
export function docxParts(
  file: Uint8Array,
  entries: readonly ZipEntry[],
  fileName: string,
  limit: number,
): DocxParts {
  // Names of parts have no case, and some programs write the separator of Windows.
  const byName = new Map(entries.map((entry) => [keyOf(entry.name), entry]));
  let left = limit;

  function bytes(name: string): Uint8Array | undefined {
    const entry = byName.get(keyOf(name));
    if (entry === undefined) return undefined;
    const unpacked = unpackEntry(file, entry, left, fileName);
    left -= unpacked.byteLength;
    return unpacked;
  }

  function text(name: string): string | undefined {
    const found = bytes(name);
    return found && (decodeText(found) ?? new TextDecoder().decode(found));
  }

  function relations(name: string): readonly DocxRelation[] {
    const [, folder = '', file_ = ''] = /^(.*\/)?([^/]*)$/.exec(name) ?? [];
    const xml = text(`${folder}_rels/${file_}.rels`) ?? '';
    return [...xml.matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/g)].map(([element]) => ({
      id: attribute(element, 'Id') ?? '',
      kind: attribute(element, 'Type')?.split('/').at(-1) ?? '',
      part:
        attribute(element, 'TargetMode') === 'External'
          ? null
          : resolved(folder, attribute(element, 'Target') ?? ''),
    }));
  }

  return { main: mainPart({ text, relations }, (name) => byName.has(keyOf(name))), bytes, text, relations };
}

function mainPart(
  { text, relations }: Pick<DocxParts, 'text' | 'relations'>,
  exists: (name: string) => boolean,
): string | null {
  const named = relations('').find(({ kind }) => kind === 'officeDocument')?.part;
  const main = named != null && exists(named) ? named : 'word/document.xml';
  if (!exists(main)) return null;
  // A spreadsheet's or a presentation's main part is found in the same way.
  const types = [...(text('[Content_Types].xml') ?? '').matchAll(/<(?:\w+:)?Override\s[^<>]*>/g)];
  const type = types
    .map(([element]) => [attribute(element, 'PartName'), attribute(element, 'ContentType')] as const)
    .find(([name]) => keyOf(name ?? '') === keyOf(main))?.[1];
  return (type ?? main).includes('word') ? main : null;
}

const keyOf = (name: string) => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();

function attribute(element: string, name: string): string | undefined {
  return new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(element)
    ?.slice(1)
    .find(Boolean);
}

/** A target as the parts around it name it: from their folder, or with a slash from the root. */
function resolved(folder: string, target: string): string {
  try {
    return decodeURI(new URL(target, `part:/${folder}`).pathname.slice(1));
  } catch {
    return target;
  }
}
