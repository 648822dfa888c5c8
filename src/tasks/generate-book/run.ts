import { type BookPicture, bookPicture } from '../../documents/book-picture.ts';
import { writeBook } from '../../documents/write-book.ts';
import { defineTask, type JobFile, type TaskContext } from '../../overtime/index.ts';
import {
  answersBySample,
  canReadImages,
  canSpeak,
  speak,
  streamObject,
  writtenFraction,
} from '../../overtime/models.ts';
import { bookDraft } from './book-draft.ts';
import { bookPages } from './book-pages.ts';
import { readCharacterPicture, type CharacterPicture } from './character-picture.ts';
import { generateBook, type Character, type Scene, sceneCounts } from './contract.ts';
import {
  bookPlan,
  type BookPlan,
  type CharacterLook,
  characterLook,
  type ScenePlan,
  storyPlan,
} from './plan.ts';
import { drawPictures } from './draw-pictures.ts';
import { optionalParts } from './optional-parts.ts';
import { lookPrompt, planPrompt, storyPrompt, system } from './prompt.ts';
import { sampleNarration, samplePlan, sampleStory } from './sample.ts';
import { sceneWriter } from './write-scene.ts';

type Context = TaskContext<typeof generateBook>;

/** Longest time for one model call, in seconds: a scene takes a fraction of it. */
const callSeconds = 120;
/** What a plan of the book, and of one scene, usually take, in characters of JSON. */
const planCharacters = 2000;
const scenePlanCharacters = 250;
/** How many scenes are read aloud at once. Speech is billed by the character, and its limits are tight. */
const voicesAtOnce = 2;

/** Plans a children's book around a character, writes its scenes, draws them, reads them aloud and prints it. */
export const generateBookTask = defineTask(generateBook, async (ctx) => {
  const { input } = ctx;
  const sceneCount = sceneCounts[input.job_type];
  const draft = bookDraft(sceneCount, ctx.partial);

  // At most once in an attempt, and not at all when an earlier one has made all that needs it.
  let reading: Promise<CharacterPicture | null> | undefined;
  const characterPicture = () => (reading ??= readCharacterPicture(ctx));
  const look = await lookAtCharacter(ctx, characterPicture);

  const { plan, character, sample } = await ctx.stage('enhancement', async (stage) => {
    const made = await streamObject(ctx, {
      schema: bookPlan.extend({ places: bookPlan.shape.places.length(sceneCount) }),
      system,
      prompt: planPrompt(input, look, sceneCount),
      purpose: 'enhancement',
      sample: () => samplePlan(input),
      timeoutSeconds: callSeconds,
      onCharacters: (count) => stage.progress(writtenFraction(count, planCharacters)),
      onPartial: (value) => draft.add(titleIn(value)),
    });
    return { plan: made, character: characterOf(input, made), sample: answersBySample(ctx) };
  });
  draft.add({ title: plan.title, character });

  const scenePlans = await planScenes(ctx, plan, character);

  const writer = sceneWriter(ctx, character, scenePlans, callSeconds);
  const written = await ctx.stageItems(
    'scene_creation',
    scenePlans,
    sceneCount,
    (_, stage, index) => writer.write(index, stage, (part) => draft.addToScene(index, part)),
    (scene, index) => draft.addToScene(index, scene),
  );
  const checked = await ctx.stageItems(
    'consistency_validation',
    written,
    sceneCount,
    (scene, stage) => writer.check(scene, written.slice(0, scene.number - 1), stage),
    (output, index) => draft.addToScene(index, { ...output.scene, consistency: output.consistency }),
  );
  const scenes = checked.map(({ scene }) => scene);

  const pictures = await drawPictures(
    ctx,
    character,
    plan.cover,
    scenes,
    characterPicture,
    (picture, index) =>
      index === null ? draft.add({ cover: picture }) : draft.addToScene(index, { picture }),
  );

  const audio = await readAloud(ctx, scenes);

  const pdf = await ctx.stage('pdf_creation', async () => {
    const [cover, ...drawn] = await Promise.all([
      readPicture(ctx, pictures.cover, plan.cover),
      ...scenes.map(({ shows }, index) => readPicture(ctx, pictures.scenes[index] ?? null, shows)),
    ]);
    const pages = scenes.map((scene, index) => ({ ...scene, picture: drawn[index] ?? null }));
    const { language, dedication } = input;
    const book = bookPages({ title: plan.title, picture: cover, dedication, sample, language }, pages);
    const { bytes, missing } = await writeBook(book, 'pdf', ctx.signal);
    if (missing.length > 0) {
      ctx.log('warn', `Characters that our fonts do not have are shown as boxes: ${missing.join(' ')}`);
    }
    return ctx.saveFile(`${plan.title}.pdf`, bytes, 'application/pdf');
  });

  return {
    jobType: input.job_type,
    title: plan.title,
    ageGroup: input.age_group,
    childProfileId: input.child_profile_id ?? null,
    dedication: input.dedication || null,
    character,
    cover: pictures.cover,
    scenes: checked.map(({ scene, consistency }, index) => ({
      ...scene,
      consistency,
      picture: pictures.scenes[index] ?? null,
    })),
    audio,
    pdf,
    files: [
      pdf,
      ...audio.map(({ file }) => file),
      ...[...pictures.scenes, pictures.cover].filter((file) => file !== null),
    ],
  };
});

/** What the picture of the character shows; null where there is none, or nobody who could look at it. */
async function lookAtCharacter(
  ctx: Context,
  characterPicture: () => Promise<CharacterPicture | null>,
): Promise<CharacterLook | null> {
  if (ctx.input.filePath === undefined) {
    await ctx.skipStage('character_extraction', 'No picture of the character was sent.');
    return null;
  }
  if (!canReadImages(ctx)) {
    await ctx.skipStage(
      'character_extraction',
      'No model that reads pictures is set up here, so the book follows the description alone.',
    );
    return null;
  }
  return ctx.stage('character_extraction', async () => {
    const picture = await characterPicture();
    return streamObject(ctx, {
      schema: characterLook,
      system,
      prompt: lookPrompt,
      document: picture === null ? undefined : { ...picture, text: '' },
      purpose: 'character extraction',
      timeoutSeconds: callSeconds,
    });
  });
}

/** The character is what the family says it is; the model adds how it looks and behaves. */
function characterOf(input: Context['input'], plan: BookPlan): Character {
  const { appearance, personality } = plan;
  return {
    name: input.character_name,
    type: input.character_type,
    specialAbility: input.special_ability,
    appearance,
    personality,
  };
}

async function planScenes(ctx: Context, plan: BookPlan, character: Character): Promise<readonly ScenePlan[]> {
  const { input } = ctx;
  if (input.job_type === 'interactive_search') {
    await ctx.skipStage('story_generation', 'A search-and-find book has no story.');
    return plan.places.map((place) => ({
      // `The old mill, where the owls sleep`: the detail is for the scene.
      title: place.split(',')[0] ?? place,
      event: `${character.name} is hidden in this place: ${place}. There is much to look at and to find.`,
    }));
  }
  const { scenes } = await ctx.stage('story_generation', (stage) =>
    streamObject(ctx, {
      schema: storyPlan.extend({ scenes: storyPlan.shape.scenes.length(plan.places.length) }),
      system,
      prompt: storyPrompt(input, plan, character),
      purpose: 'story',
      sample: () => sampleStory(input),
      timeoutSeconds: callSeconds,
      onCharacters: (count) =>
        stage.progress(writtenFraction(count, plan.places.length * scenePlanCharacters)),
    }),
  );
  return scenes;
}

/** One narration per scene, so that a page can be listened to, and that a lost one is not paid for twice. */
async function readAloud(
  ctx: Context,
  scenes: readonly Scene[],
): Promise<{ scene: number; file: JobFile }[]> {
  if (ctx.input.job_type === 'interactive_search') {
    await ctx.skipStage('audio_generation', 'A search-and-find book is not read aloud.');
    return [];
  }
  if (!canSpeak(ctx)) {
    await ctx.skipStage('audio_generation', 'No speech model is set up here, so the book has no narration.');
    return [];
  }
  const parts = optionalParts(ctx);
  const narrations = await ctx.stageItems(
    'audio_generation',
    scenes,
    voicesAtOnce,
    async ({ number, title, text }, stage) => {
      const speech = await parts.make(`Narration ${number}`, () =>
        speak(ctx, { text: `${title}.\n\n${text}`, sample: sampleNarration, purpose: 'narration' }),
      );
      if (speech === null) return null;
      stage.progress(0.9, `Read scene ${number} aloud`);
      const extension = speech.mediaType === 'audio/mpeg' ? 'mp3' : 'wav';
      const name = `Scene ${number}.${extension}`;
      return { scene: number, file: await ctx.saveFile(name, speech.bytes, speech.mediaType) };
    },
  );
  const audio = narrations.filter((narration) => narration !== null);
  if (audio.length === 0 && parts.reason) await ctx.skipStage('audio_generation', parts.reason);
  return audio;
}

/** A picture of the book as it was saved: an earlier attempt may have drawn it. */
async function readPicture(ctx: Context, file: JobFile | null, shows: string): Promise<BookPicture | null> {
  return file && bookPicture(await ctx.readFile(file.path), shows);
}

function titleIn(plan: unknown): { title?: string } {
  const { title } = (plan ?? {}) as { title?: unknown };
  return typeof title === 'string' ? { title } : {};
}
