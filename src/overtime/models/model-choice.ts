import type { ImageSize, OpenImageModel, OpenLanguageModel, OpenSpeechModel } from './providers/provider.ts';

/** A model as messages and usage rows name it. */
export interface ModelName {
  /** A name of `providers/registry.ts`. */
  readonly provider: string;
  readonly modelId: string;
}

/** A model that may be called, and its abilities. Its package is loaded when it is opened. */
export interface ModelChoice extends ModelName {
  /** Whether a PDF can be sent as a file; otherwise its text is sent. */
  readonly readsPdf: boolean;
  /** Whether it accepts PNG, JPEG and WebP images. */
  readonly readsImages: boolean;
  /**
   * @param sample the answer of the sample provider; others ignore it
   * @throws OvertimeError `model_not_configured`
   */
  open(sample: (() => string) | undefined): Promise<OpenLanguageModel>;
}

/** A voice that may be called. */
export interface SpeechChoice extends ModelName {
  /** The provider's name for the voice. */
  readonly voice: string;
  /** Longest text of one call, in characters. */
  readonly longestText: number;
  readonly mediaType: 'audio/mpeg' | 'audio/wav';
  /** As {@link ModelChoice.open}. */
  open(sample: (() => Promise<Uint8Array>) | undefined): Promise<OpenSpeechModel>;
}

/** A model that draws and may be called. */
export interface ImageChoice extends ModelName {
  readonly size: ImageSize;
  /** As {@link ModelChoice.open}. */
  open(sample: (() => Promise<Uint8Array>) | undefined): Promise<OpenImageModel>;
}
