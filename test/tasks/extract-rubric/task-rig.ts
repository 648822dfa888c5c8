import { makeFilePath } from '../../../src/overtime/file-path.ts';
import type { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import type { RubricDraft } from '../../../src/tasks/rubric/rubric-contract.ts';
import type { TaskContext } from '../../../src/overtime/task.ts';
import { attemptContext, type RecordingContext } from '../../overtime/models/attempt-context.ts';

type Context = TaskContext<typeof extractRubric>;

export interface TaskRig {
  readonly ctx: Context & RecordingContext;
  /** What each stage saved; a rig that is given one goes on from there. */
  readonly saved: Map<string, unknown>;
  readonly progress: {
    readonly stage: string;
    readonly fraction: number;
    readonly message: string | undefined;
  }[];
  readonly partials: RubricDraft[];
  readonly reads: string[];
}

/** A task context over a file, with stages that are saved as JSON as the database would. */
export function taskRig(
  file: Uint8Array,
  input: Partial<Context['input']> = {},
  env: Record<string, string> = { LLM_PROVIDER: 'sample', SAMPLE_PACE_SECONDS: '0' },
  saved = new Map<string, unknown>(),
): TaskRig {
  const progress: TaskRig['progress'] = [];
  const partials: RubricDraft[] = [];
  const reads: string[] = [];
  const ctx: TaskRig['ctx'] = {
    ...attemptContext(env),
    input: {
      filePath: makeFilePath(crypto.randomUUID(), 'abc', 'rubric'),
      fileName: 'rubric',
      fileType: 'application/octet-stream',
      ...input,
    },
    async stage<T>(name: string, work: Parameters<Context['stage']>[1]): Promise<T> {
      if (!saved.has(name)) {
        const output = await work({
          progress: (fraction, message) => progress.push({ stage: name, fraction, message }),
        });
        saved.set(name, JSON.parse(JSON.stringify(output)));
      }
      return saved.get(name) as T;
    },
    stageItems: () => Promise.reject(new Error('This task has no items.')),
    stageStream: () => Promise.reject(new Error('This task streams no items.')),
    skipStage: () => Promise.reject(new Error('This task skips no stage.')),
    partial: (value) => partials.push(value.rubric),
    readRows: () => Promise.reject(new Error('This task reads no rows.')),
    readFile: async (path) => {
      reads.push(path);
      return file;
    },
    saveFile: () => Promise.reject(new Error('This task saves no file.')),
  };
  return { ctx, saved, progress, partials, reads };
}
