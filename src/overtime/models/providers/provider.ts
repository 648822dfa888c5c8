import type { ImageModel, LanguageModel, SpeechModel } from 'ai';
import type { Clock } from '../../clock.ts';
import type { AttemptContext } from '../../task.ts';

export type Environment = AttemptContext['env'];

/** The sound of a voice; each provider that speaks maps it to one of its voices. */
export type Voice = 'warm' | 'bright' | 'deep';

/** A picture's format: 3 to 2, 2 to 3, or 1 to 1, about a megapixel each. */
export type PictureSize = 'landscape' | 'portrait' | 'square';

/** The same in a provider's own format: in pixels, or as a ratio. */
export interface ImageSize {
  readonly size?: `${number}x${number}`;
  readonly aspectRatio?: `${number}:${number}`;
}

/** What a model is opened with. Only the sample provider uses the clock and the call's sample. */
export interface Opening<Sample> {
  readonly env: Environment;
  readonly clock: Clock;
  /** The answer where no model is configured; undefined where the call has none. */
  readonly sample: (() => Sample) | undefined;
}

/** A provider's models of one kind. */
interface Models<Model, Sample> {
  /** The variable that names a model other than the default one. */
  readonly modelVariable: string;
  /** Empty where the operator of the endpoint must name one. */
  readonly defaultModel: string;
  /**
   * Loads the provider's package, and opens a model with the key and base URL of the environment, both passed explicitly:
   * without them, the packages read other variables. Always an instance, never a bare name, which would be sent to a
   * gateway with another account.
   */
  open(modelId: string, opening: Opening<Sample>): Promise<Model>;
}

export type OpenLanguageModel = Exclude<LanguageModel, string>;
export type OpenSpeechModel = Extract<SpeechModel, { specificationVersion: 'v4' }>;
export type OpenImageModel = Extract<ImageModel, { specificationVersion: 'v4' }>;

/** A provider. docs/models.md says how one is added. */
export interface ModelProvider {
  readonly name: string;
  /** The variable that must be set for the provider to be used. */
  readonly requires: string;
  /** The variable of its secret key; usually the same. */
  readonly key: string;
  readonly language: Models<OpenLanguageModel, string> & {
    /** The names that a request may ask for: text models. Overridden by `ALLOWED_MODELS`. */
    readonly allowed: RegExp;
    /** Whether a PDF can be sent as a file; otherwise its text is sent. */
    readonly readsPdf: boolean;
    /** Whether it accepts PNG, JPEG and WebP images. */
    readonly readsImages: boolean;
  };
  /** Absent where the provider does not speak. */
  readonly speech?: Models<OpenSpeechModel, Promise<Uint8Array>> & {
    readonly voices: Readonly<Record<Voice, string>>;
    /** Longest text of one call, in characters. */
    readonly longestText: number;
    readonly mediaType: 'audio/mpeg' | 'audio/wav';
  };
  /** Absent where the provider does not draw. */
  readonly images?: Models<OpenImageModel, Promise<Uint8Array>> & {
    readonly sizes: Readonly<Record<PictureSize, ImageSize>>;
  };
  /**
   * The URL and headers that list one of its models, or all of them: the doctor checks key and model with it, at no cost.
   * Absent for the samples.
   */
  readonly ping?: (
    modelId: string,
    env: Environment,
  ) => {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Whether the body of a successful answer has the model, where it lists all of them. */
    readonly has?: (body: string) => boolean;
  };
}

/** The abilities of a provider. */
export type Ability = 'language' | 'speech' | 'images';
