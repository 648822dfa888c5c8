import type { ImageModel, LanguageModel, SpeechModel } from 'ai';
import type { Provider } from '../contract.ts';

/** A model as messages and usage rows name it. */
export interface ModelName {
  readonly provider: Provider | 'demo';
  readonly modelId: string;
}

/** A model that may be called, and what the caller must know of it. Its package is loaded when it is opened. */
export interface ModelChoice extends ModelName {
  /** Whether a PDF can be sent as it is; otherwise its text is. */
  readonly readsPdf: boolean;
  /** Whether it can look at a PNG, a JPEG or a WebP. */
  readonly readsImages: boolean;
  /**
   * An instance, never a bare name: a name would be sent to a gateway with another account.
   *
   * @throws OvertimeError `model_not_configured`
   */
  open(): Promise<Exclude<LanguageModel, string>>;
}

/** A voice that may be called. */
export interface SpeechChoice extends ModelName {
  /** The provider's name for the voice. */
  readonly voice: string;
  /** Longest text of one call, in characters. */
  readonly longestText: number;
  readonly mediaType: 'audio/mpeg' | 'audio/wav';
  open(): Promise<Extract<SpeechModel, { specificationVersion: 'v4' }>>;
}

/** A model that draws and may be called. */
export interface ImageChoice extends ModelName {
  /** What is asked for, as the provider takes it. */
  readonly size: {
    readonly size?: `${number}x${number}`;
    readonly aspectRatio?: `${number}:${number}`;
  };
  open(): Promise<Extract<ImageModel, { specificationVersion: 'v4' }>>;
}
