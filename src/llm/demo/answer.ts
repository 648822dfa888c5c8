import type { LanguageModel } from 'ai';
import { addLevels } from './add-levels.ts';
import { balanceSums } from './balance-sums.ts';
import { chanceOf, seedOf } from './chance.ts';
import { factsFrom } from './facts.ts';
import { fillSchema } from './fill-schema.ts';
import { promptParts } from './prompt-parts.ts';
import { scenePlan } from './scene-plan.ts';
import { plainSchema, type Schema, typeOf } from './schema.ts';
import { toldIn } from './told.ts';
import { wantedPart, wantedWords } from './wanted-length.ts';
import { worldOf } from './world.ts';
import { writeFeedback } from './write-feedback.ts';
import { writeProse } from './write-prose.ts';
import { writeSchema } from './write-schema.ts';

type Model = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type CallOptions = Parameters<Model['doStream']>[0];

const usualWords = 900;

/**
 * What the demo model answers. A document that is to be listed is read; everything else is made up from
 * the words of the prompt, the same for the same prompt.
 */
export function answerTo({ prompt, responseFormat }: Pick<CallOptions, 'prompt' | 'responseFormat'>): string {
  const parts = promptParts(prompt);
  const schema =
    responseFormat?.type === 'json' ? ((responseFormat.schema ?? { type: 'object' }) as Schema) : null;
  const document = parts.blocks.find(({ label }) => label === 'document');
  if (schema !== null && document !== undefined && isListing(schema)) {
    const facts = factsFrom(document.text);
    if (completes(parts.instructions)) {
      addLevels(facts);
      if (facts.parts.some(({ name }) => facts.name.startsWith(name))) facts.name = 'Improved rubric';
    }
    return JSON.stringify(balanceSums(schema, fillSchema(schema, facts)));
  }
  const chance = chanceOf(seedOf(JSON.stringify([parts, schema])));
  const told = toldIn(parts);
  const world = worldOf(parts, told, chance);
  if (schema !== null)
    return JSON.stringify(balanceSums(schema, writeSchema(schema, world, told, parts), totalIn(parts)));
  const words = wordsInComplaint(parts.complaints) ?? wantedWords(parts.instructions) ?? usualWords;
  if (/\bfeedback\b/i.test(parts.instructions)) return writeFeedback(world, words);
  return writeProse(world, {
    words,
    points: scenePlan(parts)?.points ?? [],
    part: wantedPart(parts.instructions),
  });
}

/** Whether a schema asks for things of a document one by one, rather than for an opinion of it. */
function isListing(schema: Schema): boolean {
  const properties = Object.entries(plainSchema(schema).properties ?? {});
  if (properties.some(([name]) => /quote|evidence|excerpt/i.test(name))) return false;
  return properties.some(([, inner]) => {
    const plain = plainSchema(inner);
    return typeOf(plain) === 'array' && typeOf(plainSchema(plain.items ?? {})) === 'object';
  });
}

/** Whether what a document leaves out is to be added. */
function completes(instructions: string): boolean {
  return /\b(?:improved?|enhance|expand|complete it)\b/i.test(instructions);
}

/** `write about 450` asks for words, in a complaint about a length. */
function wordsInComplaint(complaints: string): number | null {
  const wanted = /\bwords\b.*\bwrite (?:about |at least )?(\d{2,5})/i.exec(complaints)?.[1];
  return wanted === undefined ? null : Number(wanted);
}

/** What the numbers of the answer have to add up to, where the prompt or its complaints say so. */
function totalIn({ instructions, complaints }: { instructions: string; complaints: string }): number | null {
  const said = /(?:must )?(?:add up|sum) (?:up )?to (?:exactly )?(\d+(?:\.\d+)?)(?!\.\d)/i;
  const must = /must (?:add up|sum) (?:up )?to (?:exactly )?(\d+(?:\.\d+)?)/i;
  const found = (must.exec(complaints) ?? said.exec(instructions))?.[1];
  return found === undefined ? null : Number(found);
}
