/** One thing that was looked at. A fault keeps the system, or a part of it, from working; a warning does not. */
export interface Finding {
  readonly outcome: 'ok' | 'warning' | 'fault';
  /** What was found, as a sentence. */
  readonly text: string;
  /** What to do about it, a step or a command each. Empty when all is well. */
  readonly remedies: readonly string[];
}

export const ok = (text: string): Finding => ({ outcome: 'ok', text, remedies: [] });
export const warning = (text: string, ...remedies: string[]): Finding => ({
  outcome: 'warning',
  text,
  remedies,
});
export const fault = (text: string, ...remedies: string[]): Finding => ({ outcome: 'fault', text, remedies });
