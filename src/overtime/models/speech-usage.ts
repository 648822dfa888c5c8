import type { ReportedTokens } from './call-record.ts';

/** The token counts that Gemini reports for a recording, in its own format; OpenAI reports none. */
export function reportedBySpeech(
  usage: Readonly<Record<string, unknown>> | undefined,
): ReportedTokens | undefined {
  const inputTokens = usage?.['promptTokenCount'];
  const outputTokens = usage?.['candidatesTokenCount'];
  if (typeof inputTokens !== 'number' || typeof outputTokens !== 'number') return undefined;
  return { inputTokens, outputTokens };
}
