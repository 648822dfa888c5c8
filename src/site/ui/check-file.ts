import type { FileKind, FilePolicy } from '../../overtime/index.ts';

const kinds = {
  pdf: { label: 'PDF', extensions: ['.pdf'], mediaType: 'application/pdf' },
  docx: {
    label: 'Word (.docx)',
    extensions: ['.docx'],
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  text: {
    label: 'text (.txt, .md)',
    extensions: ['.txt', '.md', '.markdown', '.text'],
    mediaType: 'text/plain',
  },
  png: { label: 'PNG', extensions: ['.png'], mediaType: 'image/png' },
  jpg: { label: 'JPEG', extensions: ['.jpg', '.jpeg'], mediaType: 'image/jpeg' },
  webp: { label: 'WebP', extensions: ['.webp'], mediaType: 'image/webp' },
} as const satisfies Record<FileKind, { label: string; extensions: readonly string[]; mediaType: string }>;

/** For the `accept` of a file input. */
export function acceptedFiles(policy: FilePolicy): string {
  return policy.kinds.flatMap((kind) => [...kinds[kind].extensions, kinds[kind].mediaType]).join(',');
}

/** Such as `PDF or Word (.docx), up to 10 MB`. */
export function filePolicyInWords(policy: FilePolicy): string {
  const labels = policy.kinds.map((kind) => kinds[kind].label);
  const list = [labels.slice(0, -1).join(', '), labels.at(-1)].filter(Boolean).join(' or ');
  return `${list}, up to ${megabytes(policy.maxBytes)}`;
}

/**
 * What is wrong with a file, as a sentence, or null. It saves the upload of what the server would
 * refuse anyway, and looks at the first bytes since a name proves nothing. The server decides.
 */
export async function problemWithFile(file: File, policy: FilePolicy): Promise<string | null> {
  if (file.size === 0) return `${file.name} is empty. Choose another file.`;
  if (file.size > policy.maxBytes) {
    return `${file.name} has ${megabytes(file.size)}. The limit is ${megabytes(policy.maxBytes)}. Choose a smaller file.`;
  }
  let head: string;
  try {
    head = String.fromCharCode(...new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
  } catch {
    return `${file.name} could not be read. If it is a folder or still in the cloud, copy the file here first.`;
  }
  const content = (Object.keys(signatures) as FileKind[]).find((kind) => signatures[kind].test(head));
  if (content !== undefined && policy.kinds.includes(content)) return null;
  if (heic.test(head) && policy.kinds.includes('jpg')) {
    return `${file.name} is a HEIC photo. Save it as JPEG and choose that file: on an iPhone, choose Settings, Camera, Formats, Most Compatible; on a Mac, export it in Preview.`;
  }
  const name = file.name.toLowerCase();
  const named = policy.kinds.find((kind) => kinds[kind].extensions.some((each) => name.endsWith(each)));
  return named === undefined
    ? `${file.name} is not a file that can be read here. Choose a ${filePolicyInWords(policy)}.`
    : `${file.name} is named like a ${kinds[named].label} file, but its content is something else. Choose another file.`;
}

/** In the order in which they are tried. Readers accept a PDF whose header comes within its first 1024 bytes; a DOCX is a ZIP archive. */
const signatures: Record<FileKind, RegExp> = {
  pdf: /%PDF-/,
  docx: /^PK/,
  png: /^\x89PNG/,
  jpg: /^\xff\xd8\xff/,
  webp: /^RIFF[^]{4}WEBP/,
  // Whatever has no NUL in it, or begins with the mark of UTF-16.
  text: /^(?:\xff\xfe|\xfe\xff|[^\0]*$)/,
};

/** The photos of an iPhone. */
const heic = /^[^]{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)/;

export function megabytes(bytes: number): string {
  const value = bytes / 1024 ** 2;
  if (value < 0.1) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${Number(value.toFixed(1))} MB`;
}
