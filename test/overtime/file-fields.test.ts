import { expect, test } from 'vitest';
import { z } from 'zod';
import { fileFields, oneFile } from '../../src/overtime/index.ts';

const policy = { kinds: ['pdf'], maxBytes: 10 * 1024 ** 2, maxInlineBytes: 4 * 1024 ** 2 } as const;
const path = '00000000-0000-4000-8000-00000000000a/upload/essay.pdf';

/** The problems of an input: the field, and what is said of it. */
function problems(schema: z.ZodType, input: object): string[] {
  const parsed = schema.safeParse(input);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

test('one file is sent, in one of two ways, with a name', () => {
  const schema = z.strictObject(fileFields(policy)).superRefine(oneFile());
  const named = { fileName: 'a.pdf', fileType: 'application/pdf' };
  expect(problems(schema, { ...named, file: 'AA==' })).toEqual([]);
  expect(problems(schema, { ...named, filePath: path })).toEqual([]);
  const either = 'file: Send one of file (base64) and filePath (an uploaded file).';
  expect(problems(schema, named)).toEqual([either]);
  expect(problems(schema, { ...named, file: 'AA==', filePath: path })).toEqual([either]);
  expect(problems(schema, { file: 'AA==', fileType: 'application/pdf' })).toEqual([
    'fileName: Invalid input: expected string, received undefined',
  ]);
});

test('a file may be left out where it is optional, or where something else is given instead', () => {
  const optional = z
    .strictObject(fileFields(policy))
    .partial()
    .superRefine(oneFile({}, { optional: true }));
  expect(problems(optional, {})).toEqual([]);
  expect(problems(optional, { file: 'AA==' })).toEqual(["fileName: Give the file's name."]);
  expect(problems(optional, { file: 'AA==', filePath: path, fileName: 'a.pdf' })).toEqual([
    'file: Send one of file (base64) and filePath (an uploaded file), or neither.',
  ]);
  const textOrFile = z
    .strictObject({ essay: z.string().optional(), ...fileFields(policy) })
    .partial({ fileName: true, fileType: true })
    .superRefine(oneFile({ essay: 'text' }));
  expect(problems(textOrFile, { essay: 'Bees.' })).toEqual([]);
  expect(problems(textOrFile, { essay: 'Bees.', file: 'AA==', fileName: 'a.pdf' })).toEqual([
    'essay: Send one of essay (text), file (base64) and filePath (an uploaded file).',
  ]);
});

test("the sizes that are described are those of the task's policy", () => {
  const { properties } = z.toJSONSchema(z.strictObject(fileFields(policy, 'The work')));
  expect(properties).toMatchObject({
    file: {
      description: 'The work in base64, at most 4 MB (4 × 1024² bytes) before encoding',
      maxLength: 6 * 1024 ** 2,
    },
    filePath: { description: expect.stringContaining('at most 10 MB') },
  });
});
