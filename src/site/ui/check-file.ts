import type { FileKind, FilePolicy } from '../../overtime/index.ts';

const kinds = {
  pdf: { label: 'PDF', extension: '.pdf', mediaType: 'application/pdf' },
  docx: {
    label: 'Word (.docx)',
    extension: '.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  text: { label: 'text (.txt, .md)', extension: '.txt', mediaType: 'text/plain' },
  png: { label: 'PNG', extension: '.png', mediaType: 'image/png' },
  jpg: { label: 'JPEG', extension: '.jpg', mediaType: 'image/jpeg' },
  webp: { label: 'WebP', extension: '.webp', mediaType: 'image/webp' },
} as const satisfies Record<FileKind, { label: string; extension: string; mediaType: string }>;

/** For the `accept` of a file input. */
export function acceptedFiles(policy: FilePolicy): string {
  return policy.kinds.flatMap((kind) => [kinds[kind].extension, kinds[kind].mediaType]).join(',');
}

/** Such as `PDF or Word (.docx), up to 10 MB`. */
export function filePolicyInWords(policy: FilePolicy): string {
  return `${policy.kinds.map((kind) => kinds[kind].label).join(' or ')}, up to ${megabytes(policy.maxBytes)}`;
}

/**
 * What is wrong with a file, as a sentence, or null. It saves the upload of what the server would
 * refuse anyway, and looks at the first bytes since a name proves nothing. The server decides.
 */
export async function problemWithFile(file: File, policy: FilePolicy): Promise<string | null> {
  if (file.size === 0) return `${file.name} is empty.`;
  if (file.size > policy.maxBytes) {
    return `${file.name} has ${megabytes(file.size)}. The limit is ${megabytes(policy.maxBytes)}.`;
  }
  const named = policy.kinds.find((kind) => file.name.toLowerCase().endsWith(kinds[kind].extension));
  if (named === undefined) {
    return `${file.name} is not a file that can be read here. Choose a ${filePolicyInWords(policy)}.`;
  }
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  } catch {
    return `${file.name} could not be read. If it is a folder or still in the cloud, copy the file here first.`;
  }
  if (!startsLike(named, head)) {
    return `${file.name} is named like a ${kinds[named].label} file, but its content is something else.`;
  }
  return null;
}

/** Readers accept a PDF whose header comes within its first 1024 bytes; a DOCX is a ZIP archive. */
const signatures: Record<FileKind, RegExp> = {
  pdf: /%PDF-/,
  docx: /^PK/,
  // Anything but a NUL.
  text: /^[^\0]*$/,
  png: /^\x89PNG/,
  jpg: /^\xff\xd8\xff/,
  webp: /^RIFF.{4}WEBP/s,
};

function startsLike(kind: FileKind, head: Uint8Array): boolean {
  return signatures[kind].test(String.fromCharCode(...head));
}

export function megabytes(bytes: number): string {
  const value = bytes / 1024 ** 2;
  if (value < 0.1) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${Number(value.toFixed(1))} MB`;
}
