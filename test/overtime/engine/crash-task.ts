import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { OvertimeError } from '../../../src/overtime/errors.ts';
import { defineTask, type CallUsage, type TaskContext } from '../../../src/overtime/task.ts';

/** What goes wrong in a job by itself, besides that its worker is killed. */
export const troubles = ['none', 'failure', 'slot end', 'cancel'] as const;
export type Trouble = (typeof troubles)[number];

/** What the task does besides its work. */
export interface CrashHands {
  /** A point at which the worker may be killed. */
  at(point: string): void;
  /** Notes, outside the engine's tables, that a stage's work has begun. */
  countRun(jobId: string, stage: string, item: number): Promise<void>;
  /**
   * Resolves once a heartbeat of its own has brought the call to the database.
   *
   * @param renew records the call once more, where something else has brought it first.
   */
  flushed(callId: string, renew: () => void): Promise<void>;
  /** The job's user cancels it. */
  cancel(jobId: string, userId: string): Promise<void>;
  /** Moves the worker's clock to the end of its slot. */
  endSlot(): void;
}

const titles = ['Low tide', 'Slack water', 'High tide'];
export const wholeStory = titles.map((title) => `${title}.`).join(' ');

function crashContract(name: string) {
  return defineContract({
    name,
    version: 1,
    input: z.object({ kind: z.enum(['long', 'short']), trouble: z.enum(troubles) }),
    result: z.object({ story: z.string() }),
    partial: z.object({ draft: z.string() }),
    stages: { plan: { title: 'Plan', weight: 1 }, chapters: { title: 'Chapters', weight: 3 } },
    // Long enough that the claim right after a failure never finds the job due already.
    policy: { leaseSeconds: 2, retryBaseSeconds: 1 },
  });
}
type Context = TaskContext<ReturnType<typeof crashContract>>;

/** Two stages, the second of three items, two at once; each item is a model call that costs money. */
export function crashTask(name: string, hands: CrashHands) {
  async function paidCall(context: Context, stage: string, item: number, long: boolean): Promise<void> {
    const id = `${stage} ${item} ${crypto.randomUUID()}`;
    const startedAt = Date.now();
    const record = (outcome: CallUsage['outcome'], outputTokens: number) =>
      context.recordUsage({
        id,
        provider: 'google',
        model: 'a-model',
        purpose: stage,
        outcome,
        inputTokens: 100,
        cachedInputTokens: 0,
        outputTokens,
        reasoningTokens: 0,
        characters: 0,
        estimated: outcome === 'running',
        costUsd: 0.01 + outputTokens / 1000,
        startedAt: new Date(startedAt).toISOString(),
        durationMs: Date.now() - startedAt,
        firstTokenMs: 1,
      });
    record('running', 0);
    for (let chunk = 1; chunk <= 2; chunk += 1) {
      await setImmediate();
      hands.at(`${stage} ${item}: in the stream, chunk ${chunk}`);
      record('running', chunk);
      context.partial({ draft: `${chunk}` });
    }
    if (long) {
      await hands.flushed(id, () => record('running', 2));
      hands.at(`${stage} ${item}: in the stream, after a flush`);
    }
    await setImmediate();
    record('succeeded', 3);
    hands.at(`${stage} ${item}: after the call`);
  }

  async function work(context: Context, stage: string, item: number, long: boolean): Promise<void> {
    hands.at(`${stage} ${item}: begun`);
    await hands.countRun(context.jobId, stage, item);
    hands.at(`${stage} ${item}: before the call`);
    await paidCall(context, stage, item, long);
  }

  return defineTask(crashContract(name), async (context) => {
    const { kind, trouble } = context.input;
    hands.at('before the first stage');
    if (kind === 'short') {
      await context.stage('plan', () => work(context, 'plan', 0, false));
      return { story: 'Short.' };
    }
    const plan = await context.stage('plan', async () => {
      await work(context, 'plan', 0, true);
      if (trouble === 'cancel') await hands.cancel(context.jobId, context.userId);
      if (trouble === 'slot end') hands.endSlot();
      return { titles };
    });
    hands.at('between the stages');
    await setImmediate();
    const chapters = await context.stageItems('chapters', plan.titles, 2, async (title, _, index) => {
      const item = index + 1;
      // Before its first await, so that it is always the same items that are at work beside it.
      if (trouble === 'failure' && item === 2 && context.attempt === 1) {
        throw new OvertimeError('model_unavailable', 'The model is down.');
      }
      await work(context, 'chapters', item, item === 3);
      return `${title}.`;
    });
    hands.at('after the last stage');
    await setImmediate();
    return { story: chapters.join(' ') };
  });
}
