import { adventure } from '../tasks/generate-book/sample-request.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';

const brief = { theme: 'fantasy', difficulty: 'hard', prompt: 'By the sea' };
const lore = { ...brief, count: 2, existingLore: sampleLore };
const file = { fileName: 'work.pdf', fileType: 'application/pdf' };
const inline = { ...file, file: 'aGVsbG8=' };
const uploaded = { ...file, filePath: '00000000-0000-4000-8000-00000000000a/upload-1/work.pdf' };
const level = { name: 'Good', description: 'It is clear', points: 10 };
const category = { name: 'Clarity', description: 'How clear it is', points: 10, levels: [level] };
const rubric = { title: 'Essays', totalPoints: 10, categories: [category] };

/** Of each task, inputs that fit its contract: together they have every field that it takes. */
export const sampleInputs: Readonly<Record<string, readonly object[]>> = {
  'extract-rubric': [inline, uploaded].map((one) => ({
    ...one,
    totalPoints: 100,
    geminiModel: 'gemini-pro',
    extractionPrompt: 'Only the table',
  })),
  'enhance-rubric': [
    {
      simple_rules: 'Be clear.',
      rubric_prompt: 'Four levels',
      total_points: 50,
      llmProvider: 'gemini',
      llmModel: 'gemini-pro',
    },
  ],
  'grade-submission': [{ submission: 'The tide comes twice a day.' }, inline, uploaded].map((one) => ({
    ...one,
    rubric,
    instructions: 'Mildly',
    student: 'Ada Lovelace',
    rubricId: 'job-1',
  })),
  'score-book': [
    {
      title: 'The Hating Game',
      author: 'Sally Thorne',
      isbn: '9780062802187',
      genre: 'Romance',
      subgenre: 'Office',
    },
  ],
  'create-world': [{ ...brief, title: 'The Bell', lore: sampleLore }],
  'generate-characters': [lore],
  'generate-factions': [lore],
  'generate-settings': [lore],
  'generate-events': [lore],
  'generate-relics': [lore],
  'generate-book': [inline, uploaded].map((one) => ({
    ...adventure,
    ...one,
    occasion_theme: 'birthday',
    dedication: 'For Mia',
    priority: 4,
    language: 'de',
    child_profile_id: 7,
  })),
  'create-foundation': [
    { idea: 'A lighthouse that lies', genre: 'mystery', length: 'short', title: 'The Light', language: 'en' },
  ],
  'write-chapter': [{ bookId: 'book-1', chapter: 1, prompt: 'More rain' }],
  'export-book': [{ bookId: 'book-1', format: 'pdf', author: 'Ada', language: 'pt-BR' }],
};

/** A value with every text in it by its path, and the same value with another text at that path. */
export function textsIn(
  value: unknown,
  path: readonly string[] = [],
): { path: string; text: string; replaced: (by: string) => unknown }[] {
  if (typeof value === 'string') return [{ path: path.join('.'), text: value, replaced: (by) => by }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, [...path, key]).map(({ replaced, ...rest }) => ({
      ...rest,
      replaced: (by) =>
        Array.isArray(value) ? value.with(Number(key), replaced(by)) : { ...value, [key]: replaced(by) },
    })),
  );
}
