/** A document to work on, as `readDocument` gives it. */
export interface PromptDocument {
  readonly kind: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}
