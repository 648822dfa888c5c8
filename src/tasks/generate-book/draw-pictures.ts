import { type JobFile, OvertimeError, type TaskContext } from '../../overtime/index.ts';
import { canDraw, draw, type DrawnPicture, type ReferencePicture } from '../../overtime/models.ts';
import type { CharacterPicture } from './character-picture.ts';
import type { Character, generateBook, Scene } from './contract.ts';
import { optionalParts } from './optional-parts.ts';
import { picturePrompt, referenceNote } from './prompt.ts';
import { samplePicture } from './sample.ts';

type Context = TaskContext<typeof generateBook>;

/** How many pictures are drawn at once: each takes up to two minutes, and providers allow few of them. */
const picturesAtOnce = 3;

interface Pictures {
  readonly cover: JobFile | null;
  /** One for each scene; null where none was drawn. */
  readonly scenes: readonly (JobFile | null)[];
}

/**
 * Has the scenes drawn when their text will not change any more, and the cover after them. Each picture is an
 * item of its own: one that is saved is neither drawn nor paid for again.
 *
 * @param onPicture hears of each picture as soon as it is there, by the index of its scene; the cover is null.
 */
export async function drawPictures(
  ctx: Context,
  character: Character,
  cover: string,
  scenes: readonly Scene[],
  characterPicture: () => Promise<CharacterPicture | null>,
  onPicture: (picture: JobFile | null, scene: number | null) => void,
): Promise<Pictures> {
  if (!canDraw(ctx)) {
    await ctx.skipStage('picture_creation', 'No image model is set up here, so the book has no pictures.');
    for (const [index] of [...scenes.entries(), [null] as const]) onPicture(null, index);
    return { cover: null, scenes: scenes.map(() => null) };
  }
  const reference = async (): Promise<ReferencePicture | null> => {
    const picture = await characterPicture();
    return picture && { ...picture, note: referenceNote };
  };

  const items = [
    ...scenes.map((scene) => ({ ...scene, name: `Picture ${scene.number}` })),
    { number: null, name: 'Cover', shows: cover, find: [] },
  ];
  const parts = optionalParts(ctx);
  const drawn = await ctx.stageItems(
    'picture_creation',
    items,
    picturesAtOnce,
    async ({ name, number, ...scene }, stage) => {
      const sent = await reference();
      const picture = await parts.make(name, () =>
        drawWithOrWithout(ctx, name, {
          prompt: picturePrompt(ctx.input, character, scene),
          size: 'landscape',
          purpose: 'picture',
          sample: () => samplePicture(ctx.input, number),
          reference: sent,
        }),
      );
      if (picture === null) return { file: null };
      stage.progress(0.9, number === null ? 'Drew the cover' : `Drew scene ${number}`);
      const extension = picture.mediaType === 'image/png' ? 'png' : 'jpg';
      return { file: await ctx.saveFile(`${name}.${extension}`, picture.bytes, picture.mediaType) };
    },
    ({ file }, index) => onPicture(file, index < scenes.length ? index : null),
  );
  if (parts.reason && drawn.every(({ file }) => file === null)) {
    await ctx.skipStage('picture_creation', parts.reason);
  }
  return {
    cover: drawn.at(-1)?.file ?? null,
    scenes: drawn.slice(0, scenes.length).map(({ file }) => file),
  };
}

type Request = Omit<Parameters<typeof draw>[1], 'reference'> & { reference: ReferencePicture | null };

/** A model may refuse to draw after a family's photo, and then draws without it. */
async function drawWithOrWithout(
  ctx: Context,
  name: string,
  { reference, ...request }: Request,
): Promise<DrawnPicture> {
  if (reference !== null) {
    try {
      return await draw(ctx, { ...request, reference });
    } catch (error) {
      if (!(error instanceof OvertimeError) || error.code !== 'model_refused') throw error;
      ctx.log('warn', `${name}: ${error.message}`);
    }
  }
  return draw(ctx, request);
}
