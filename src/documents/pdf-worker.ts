import { Worker } from 'node:worker_threads';
import type { Drawing, OperatorNumbers } from './page-rules.ts';
import type { TextItem } from './page-text.ts';

/** More pages than this are not read: no rubric needs them, and they would cost a model call dearly. */
export const maxPdfPages = 200;

/** A page with more pieces of text than this is not one for readers. A dense page has some 3000. */
const maxItemsPerPage = 50_000;

/** What reading may add to the memory of the process, in bytes. 200 dense pages add some 100 MB. */
const maxMemoryBytes = 384 * 1024 * 1024;

/** What the JavaScript heap of the reading thread may hold, in MB. */
const maxHeapMb = 256;

/** How long reading may take, in milliseconds. 200 dense pages take 2 seconds on a laptop. */
const maxReadingMs = 60_000;

const memoryCheckMs = 20;

/** What the thread sends, in this order: `opened`, then a `page` for each, then `read`; or `failed` at any time. */
export type PdfMessage =
  | { readonly kind: 'opened'; readonly pageCount: number; readonly ops: OperatorNumbers }
  | { readonly kind: 'page'; readonly items: readonly TextItem[]; readonly drawing: Drawing }
  | { readonly kind: 'read' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

/** Reading a PDF took more memory or time than it may. */
export class PdfTooCostlyError extends Error {
  override readonly name = 'PdfTooCostlyError';
}

/** pdf.js could not read the file. */
export class PdfRejectedError extends Error {
  override readonly name = 'PdfRejectedError';
  /** Its name for the failure, such as `PasswordException`. */
  readonly rejection: string;

  constructor(rejection: string, message: string) {
    super(message);
    this.rejection = rejection;
  }
}

/**
 * Reads the pages of a PDF in a thread of its own and hands each over as it comes. A PDF of 4 kB can unpack to
 * gigabytes, in more ways than a look at the file would tell; the thread is stopped at the limits above, and
 * heartbeats go on while it works. It gets no environment, so no secret is in its reach.
 *
 * @throws PdfTooCostlyError, PdfRejectedError, or the signal's reason when that aborts.
 */
export async function readPdfPages(
  bytes: Uint8Array,
  onMessage: (message: PdfMessage) => void,
  signal?: AbortSignal,
): Promise<void> {
  // The thread imports it by its address; this import, of a small index, is for the bundler to follow.
  await import('unpdf');
  signal?.throwIfAborted();
  // A copy, because the thread takes the memory over; and no Buffer, which pdf.js refuses.
  const data = new Uint8Array(bytes);
  const worker = new Worker(source, {
    eval: true,
    workerData: { data, unpdf: import.meta.resolve('unpdf'), maxPdfPages, maxItemsPerPage },
    transferList: [data.buffer],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    env: {},
    execArgv: [],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const memoryAtStart = process.memoryUsage.rss();
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() - memoryAtStart > maxMemoryBytes)
      reject(new PdfTooCostlyError('Too much memory.'));
  }, memoryCheckMs);
  const deadline = setTimeout(() => reject(new PdfTooCostlyError('Too much time.')), maxReadingMs);
  const onAbort = () => reject(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });

  worker.on('message', (message: PdfMessage) => {
    try {
      if (message.kind === 'failed') throw new PdfRejectedError(message.name, message.message);
      onMessage(message);
      if (message.kind === 'read') resolve();
    } catch (error) {
      reject(error);
    }
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new PdfTooCostlyError('Too much memory.') : error);
  });
  worker.on('exit', () => reject(new Error('The thread that read the PDF ended early.')));

  try {
    await promise;
  } finally {
    clearInterval(watch);
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

/**
 * What the thread runs. Plain JavaScript in a string, because the bundler of a function carries the modules
 * that it imports and no file beside them. Upright text only: a rotated watermark would tear lines apart. Of
 * the drawing, only what can make a border is sent.
 */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
const { data, unpdf, maxPdfPages, maxItemsPerPage } = workerData;

function toItems(content) {
  if (content.items.length > maxItemsPerPage) throw new Error('Too many pieces of text on one page.');
  return content.items.flatMap(({ str, width, transform }) => {
    if (str === undefined || str.trim() === '') return [];
    const [a, b, c, d, x, y] = transform;
    if (Math.abs(b) > Math.abs(a) || d <= 0) return [];
    return [{ text: str, x, y, width, size: Math.hypot(c, d) }];
  });
}

function toDrawing(list, kept) {
  const fnArray = [];
  const argsArray = [];
  for (let index = 0; index < list.fnArray.length; index += 1) {
    if (!kept.has(list.fnArray[index])) continue;
    fnArray.push(list.fnArray[index]);
    argsArray.push(list.argsArray[index]);
  }
  return { fnArray, argsArray };
}

async function read() {
  const { getDocumentProxy, getResolvedPDFJS } = await import(unpdf);
  // Pictures are not looked at, so none is decoded, however large it claims to be.
  const pdf = await getDocumentProxy(data, {
    verbosity: 0, maxImageSize: 0, useSystemFonts: false, disableFontFace: true,
  });
  const { OPS } = await getResolvedPDFJS();
  const kept = new Set([
    OPS.save, OPS.restore, OPS.transform, OPS.constructPath, OPS.paintFormXObjectBegin, OPS.paintFormXObjectEnd,
  ]);
  parentPort.postMessage({ kind: 'opened', pageCount: pdf.numPages, ops: OPS });
  if (pdf.numPages > maxPdfPages) return;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const items = toItems(await page.getTextContent());
    const drawing = items.length === 0 ? { fnArray: [], argsArray: [] }
      : toDrawing(await page.getOperatorList(), kept);
    parentPort.postMessage({ kind: 'page', items, drawing });
    page.cleanup();
  }
  parentPort.postMessage({ kind: 'read' });
}

read().catch((error) => {
  parentPort.postMessage({ kind: 'failed', name: String(error?.name), message: String(error?.message) });
});
`;
