import { OvertimeError } from '../errors.ts';
import { mostPictureBytes, type PictureFile, readPicture } from '../files/picture-file.ts';
import type { AttemptContext } from '../task.ts';
import { callOnce } from './call-once.ts';
import { chooseImageModels } from './choose-image-models.ts';
import type { ImageChoice } from './model-choice.ts';
import { atStart, modelLabel } from './model-label.ts';
import { declined } from './rejections.ts';
import { modelsInTurn } from './models-in-turn.ts';
import type { OpenImageModel, PictureSize } from './providers/provider.ts';

export interface DrawRequest {
  /** What the picture shows and its style. Text of users in it is put between delimiters by `delimit`. */
  readonly prompt: string;
  /** A picture to follow. A model that accepts none gets only the prompt. */
  readonly reference?: ReferencePicture | undefined;
  readonly size: PictureSize;
  /** The picture where no model is configured: a PNG or JPEG. */
  readonly sample?: (() => Promise<Uint8Array>) | undefined;
  /** The purpose of the call, in the usage row. */
  readonly purpose: string;
  /** Longest time for one call, in seconds. Default 180: a picture takes from ten seconds to two minutes. */
  readonly timeoutSeconds?: number | undefined;
}

export interface ReferencePicture {
  /** A PNG, JPEG or WebP. */
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** The purpose of the reference picture: appended to the prompt where the picture is sent. */
  readonly note: string;
}

export interface DrawnPicture {
  readonly bytes: Uint8Array;
  /** Recognised by the content. */
  readonly mediaType: PictureFile['mediaType'];
}

/** The estimated cost of a picture of a megapixel, in characters at four per token: for calls without a count. */
const estimatedCharacters = 4 * 1500;

/** Whether a model can draw here. If none can, a task skips its optional stage. */
export function canDraw(ctx: AttemptContext): boolean {
  return chooseImageModels(ctx, 'square').length > 0;
}

/**
 * Draws one picture. When a model cannot answer, the next one of the policy draws.
 *
 * @throws OvertimeError `images_not_configured`, one of the `model_*` codes, or the reason of `ctx.signal`
 */
export async function draw(ctx: AttemptContext, request: DrawRequest): Promise<DrawnPicture> {
  const choices = chooseImageModels(ctx, request.size);
  if (choices.length === 0) {
    throw new OvertimeError(
      'images_not_configured',
      'No image model is configured: set GEMINI_API_KEY or OPENAI_API_KEY, and deploy again.',
    );
  }
  return modelsInTurn(ctx, choices)((choice) => drawOnce(ctx, choice, request));
}

async function drawOnce(
  ctx: AttemptContext,
  choice: ImageChoice,
  { prompt, reference, sample, purpose, timeoutSeconds = 180 }: DrawRequest,
): Promise<DrawnPicture> {
  ctx.signal.throwIfAborted();
  const model = await choice.open(sample);
  const sent = (await model.supportsFileInputs) === true ? reference : undefined;
  const text = sent === undefined ? prompt : `${prompt}\n\n${sent.note}`;
  let reported: Answer['usage'];
  const measure = (turnedDown: boolean) => ({
    reported,
    inputCharacters: turnedDown ? 0 : text.length,
    outputCharacters: turnedDown ? 0 : estimatedCharacters,
  });
  return callOnce(ctx, choice, { purpose, timeoutSeconds, measure }, async (abortSignal) => {
    // The model itself, not the SDK's `generateImage`: that hides whether an answer without a picture was a
    // refusal.
    const answer = await model.doGenerate({
      prompt: text,
      n: 1,
      size: undefined,
      aspectRatio: undefined,
      ...choice.size,
      files: sent && [{ type: 'file', data: sent.bytes, mediaType: sent.mediaType }],
      mask: undefined,
      seed: undefined,
      // A tenth of a PNG's bytes. Gemini chooses the type itself.
      providerOptions: { openai: { outputFormat: 'jpeg', quality: 'medium' } },
      abortSignal,
    });
    reported = answer.usage;
    return pictureOf(answer, modelLabel(choice));
  });
}

type Answer = Awaited<ReturnType<OpenImageModel['doGenerate']>>;

function pictureOf({ images, isRetryable }: Answer, label: string): DrawnPicture {
  const [image] = images;
  if (image === undefined) {
    if (isRetryable === false) {
      throw new OvertimeError('model_refused', declined(label, 'draw this'));
    }
    throw new OvertimeError('model_output_invalid', `${atStart(label)} sent no picture: try again.`);
  }
  // Base64 is a third longer than its bytes.
  if (image.length > (typeof image === 'string' ? Math.ceil(mostPictureBytes / 3) * 4 : mostPictureBytes)) {
    throw new OvertimeError(
      'model_output_invalid',
      `${atStart(label)} sent a picture of more than ${mostPictureBytes / 1024 / 1024} MB: try again.`,
    );
  }
  const bytes = typeof image === 'string' ? new Uint8Array(Buffer.from(image, 'base64')) : image;
  const file = readPicture(bytes);
  if (file === null) {
    throw new OvertimeError(
      'model_output_invalid',
      `${atStart(label)} sent a picture that is not a complete PNG or JPEG: try again.`,
    );
  }
  return { bytes, mediaType: file.mediaType };
}
