import { parentPort, Worker, workerData } from 'node:worker_threads';
import { OvertimeError, type ErrorCode } from '../errors.ts';

/** Heap limit of a thread, in MB, unless it has its own. 200 dense pages need some 60. */
const usualHeapMb = 256;

/** Limit of a thread's memory with what is outside of its heap, in bytes: files while they are unpacked. */
const usualMemoryBytes = 384 * 1024 * 1024;

const memoryCheckMs = 20;

/** How many threads read at the same time in one process; others wait. Together they fit into its memory. */
const maxThreads = 2;

interface Subject {
  /** The user's name for the file; it is used in messages. */
  readonly fileName: string;
}

interface Guarded<Options extends Subject, Result> {
  /** Distinguishes the functions of one module, or of one bundle. */
  readonly name: string;
  /** `import.meta.url` of the module that makes the guarded function. */
  readonly module: string;
  readonly read: (bytes: Uint8Array, options: Options) => Result | Promise<Result>;
  /** How long it may take, in milliseconds. */
  readonly maxMs: number;
  /** Default: 256. */
  readonly maxHeapMb?: number;
  /** With what is outside of its heap. Default: 384 MB. */
  readonly maxMemoryBytes?: number;
  /** The error at a bound. Default: `file_unpacks_too_large`. */
  readonly tooCostly?: (options: Options, reason: 'time' | 'memory') => OvertimeError;
}

type Answer<Result> =
  | { readonly kind: 'read'; readonly result: Result }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string; readonly cause: string }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Makes a function that reads a user's file, or does other long work, in its own thread. A file of 4 kB can unpack to
 * gigabytes or keep a reader busy for hours, in more ways than a check beforehand could find. The thread is stopped when
 * it takes too much memory or time, and the process's event loop continues meanwhile. Of the environment it gets only
 * Node's folder of compiled code, so it has no access to secrets.
 *
 * The thread imports the module that called this, and finds the function by its name. A bundler puts the modules of a
 * Netlify function into one file, so what the thread imports is always there, and no other file has to be deployed. The
 * call must therefore be at the top level of a module that is imported statically.
 *
 * @returns a function that throws what `read` throws as an OvertimeError; `file_unpacks_too_large` at a bound; or the
 * signal's reason when that aborts.
 */
export function guarded<Options extends Subject, Result>(
  job: Guarded<Options, Result>,
): (bytes: Uint8Array, options: Options, signal?: AbortSignal) => Promise<Result> {
  const task = workerData as ThreadData<Options> | null;
  if (task?.guarded === job.name && parentPort !== null) void answer(job.read, task);
  return async (bytes, options, signal) => {
    signal?.throwIfAborted();
    await takeThread(signal);
    try {
      signal?.throwIfAborted();
      return await runThread(job, bytes, options, signal);
    } finally {
      giveThreadBack();
    }
  };
}

interface ThreadData<Options> {
  readonly guarded: string;
  readonly module: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: Options;
}

async function answer<Options extends Subject, Result>(
  read: Guarded<Options, Result>['read'],
  { bytes, options }: ThreadData<Options>,
): Promise<void> {
  // Only after the module, and in a bundle all modules, were evaluated.
  await Promise.resolve();
  let said: Answer<Result>;
  try {
    said = { kind: 'read', result: await read(bytes, options) };
  } catch (error) {
    said =
      error instanceof OvertimeError
        ? {
            kind: 'refused',
            code: error.code as ErrorCode,
            message: error.message,
            cause: String(error.cause),
          }
        : { kind: 'failed', message: String(error) };
  }
  parentPort?.postMessage(said);
}

/** For a file that takes more memory or time than a reader has. */
export function unpacksToTooMuch(
  { fileName }: Subject,
  reason: 'time' | 'memory',
  cause?: unknown,
): OvertimeError {
  return new OvertimeError(
    'file_unpacks_too_large',
    `${fileName} is too large to be read: it takes too much ${reason}. Print it to a new PDF, or send only ` +
      'the pages that matter.',
    { cause },
  );
}

async function runThread<Options extends Subject, Result>(
  {
    name,
    module,
    maxMs,
    maxHeapMb = usualHeapMb,
    maxMemoryBytes = usualMemoryBytes,
    tooCostly = unpacksToTooMuch,
  }: Guarded<Options, Result>,
  bytes: Uint8Array,
  options: Options,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const stop = (reason: 'time' | 'memory') => reject(tooCostly(options, reason));
  const compileCache = process.env['NODE_COMPILE_CACHE'];
  // A copy, because the thread takes the memory over; and not a Buffer, which pdf.js refuses.
  const data: ThreadData<Options> = { guarded: name, module, bytes: new Uint8Array(bytes), options };
  const worker = new Worker("import(require('node:worker_threads').workerData.module)", {
    eval: true,
    workerData: data,
    transferList: [data.bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    // Where the process has one, a thread starts in a quarter of the time.
    env: compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache },
    execArgv: [],
  });
  const deadline = setTimeout(stop, maxMs, 'time');
  const watch = setInterval(() => {
    worker.getHeapStatistics().then(
      ({ total_heap_size, external_memory, malloced_memory }) => {
        if (total_heap_size + external_memory + malloced_memory > maxMemoryBytes) stop('memory');
      },
      // It has ended.
      () => undefined,
    );
  }, memoryCheckMs);
  const onAbort = () => reject(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  worker.on('message', (said: Answer<Result>) => {
    if (said.kind === 'read') resolve(said.result);
    else if (said.kind === 'refused')
      reject(new OvertimeError(said.code, said.message, { cause: said.cause }));
    else reject(new Error(`${name}: ${said.message}`));
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') stop('memory');
    else reject(error);
  });
  worker.on('exit', () => reject(new Error(`The thread of ${name} ended without an answer.`)));
  try {
    return await promise;
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

let running = 0;
const waiting: (() => void)[] = [];

/** @throws the signal's reason when that aborts while this waits. */
async function takeThread(signal: AbortSignal | undefined): Promise<void> {
  if (running < maxThreads) {
    running += 1;
    return;
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = () => {
    const place = waiting.indexOf(resolve);
    // It has just got a thread.
    if (place === -1) return;
    waiting.splice(place, 1);
    reject(signal?.reason as Error);
  };
  waiting.push(resolve);
  signal?.addEventListener('abort', leave, { once: true });
  await promise;
  signal?.removeEventListener('abort', leave);
}

/** To the caller that waits longest, if any. */
function giveThreadBack(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}
