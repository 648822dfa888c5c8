import type { LanguageModelUsage } from 'ai';
import type { AttemptContext, CallUsage } from '../task.ts';
import type { ModelName } from './model-choice.ts';
import { costUsd } from './prices.ts';

/** What is known of a call while it runs, or when it ends, however it ends. */
interface CallState {
  readonly id: string;
  readonly outcome: CallUsage['outcome'];
  /** What the provider counted, where it did. */
  readonly reported: LanguageModelUsage | undefined;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  readonly firstTokenAt: number | null;
}

/** Characters per token, the rule of thumb for English text that the providers give. */
const charactersPerToken = 4;

/**
 * Reports how a model call stands. What the provider did not count is estimated from the characters sent and
 * received: an aborted call is billed too, and its provider never says what for.
 */
export function recordCall(
  ctx: AttemptContext,
  choice: ModelName,
  purpose: string,
  startedAt: number,
  end: CallState,
): void {
  const { reported } = end;
  const inputTokens = reported?.inputTokens ?? estimate(end.inputCharacters);
  const outputTokens = reported?.outputTokens ?? estimate(end.outputCharacters);
  const cachedInputTokens = Math.min(reported?.inputTokenDetails.cacheReadTokens ?? 0, inputTokens);
  const tokens = { inputTokens, cachedInputTokens, outputTokens };
  ctx.recordUsage({
    id: end.id,
    provider: choice.provider,
    model: choice.modelId,
    purpose,
    outcome: end.outcome,
    ...tokens,
    reasoningTokens: Math.min(reported?.outputTokenDetails.reasoningTokens ?? 0, outputTokens),
    estimated: reported?.inputTokens === undefined || reported.outputTokens === undefined,
    costUsd: costUsd(choice.provider, choice.modelId, tokens, startedAt),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: ctx.clock.now() - startedAt,
    firstTokenMs: end.firstTokenAt === null ? null : end.firstTokenAt - startedAt,
  });
}

function estimate(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
