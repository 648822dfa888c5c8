import type { ImageModel, LanguageModel, SpeechModel } from 'ai';
import type { Clock } from '../../clock.ts';
import type { AttemptContext } from '../../task.ts';

export type Environment = AttemptContext['env'];

/** How a text is to sound; each provider that speaks has a voice for it. */
export type Voice = 'warm' | 'bright' | 'deep';

/** How a picture is to lie: 3 to 2, 2 to 3, or 1 to 1, about a megapixel each. */
export type PictureSize = 'landscape' | 'portrait' | 'square';

/** The same in a provider's own words: in pixels, or as a ratio. */
export interface ImageSize {
  readonly size?: `${number}x${number}`;
  readonly aspectRatio?: `${number}:${number}`;
}

/** What a model is opened with. Only the sample provider looks at the clock and at the call's sample. */
export interface Opening<Sample> {
  readonly env: Environment;
  readonly clock: Clock;
  /** What the call answers where no model is set up; undefined where it says nothing of that. */
  readonly sample: (() => Sample) | undefined;
}

/** A provider's models of one kind. */
interface Models<Model, Sample> {
  /** The variable that names another model than the default one. */
  readonly modelVariable: string;
  /** Empty where whoever runs the endpoint must name one. */
  readonly defaultModel: string;
  /**
   * Loads the provider's package, and opens a model with the key and base URL of the environment, both passed
   * explicitly: left out, the packages read variables of other names. Always an instance, never a bare name,
   * which would be sent to a gateway with another account.
   */
  open(modelId: string, opening: Opening<Sample>): Promise<Model>;
}

export type OpenLanguageModel = Exclude<LanguageModel, string>;
export type OpenSpeechModel = Extract<SpeechModel, { specificationVersion: 'v4' }>;
export type OpenImageModel = Extract<ImageModel, { specificationVersion: 'v4' }>;

/** All that is known of one provider. docs/models.md says how one is added. */
export interface ModelProvider {
  readonly name: string;
  /** The variable that must be set for the provider to be used. */
  readonly requires: string;
  /** The variable that holds its secret key; most often the same. */
  readonly key: string;
  readonly language: Models<OpenLanguageModel, string> & {
    /** What a request may ask for by name: models that write text. Overridden by `ALLOWED_MODELS`. */
    readonly allowed: RegExp;
    /** Whether a PDF can be sent as it is; otherwise its text is. */
    readonly readsPdf: boolean;
    /** Whether it can look at a PNG, a JPEG or a WebP. */
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
   * Where the provider tells of one of its models, or of all of them, and what it wants to be asked with: the
   * doctor looks whether key and model are right, at no cost. Absent for the samples, which nobody is asked for.
   */
  readonly ping?: (
    modelId: string,
    env: Environment,
  ) => {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Whether the body of a good answer has the model, where that names all of them. */
    readonly has?: (body: string) => boolean;
  };
}

/** What a provider can be asked for. */
export type Ability = 'language' | 'speech' | 'images';
