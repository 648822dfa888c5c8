import { expect, test } from 'vitest';
import type { FilePolicy } from '../../src/overtime/contract.ts';
import { filePolicyInWords, problemWithFile } from '../../src/site/ui/check-file.ts';

const policy: FilePolicy = { kinds: ['pdf', 'docx'], maxBytes: 2 * 1024 ** 2, maxInlineBytes: 1024 };

test('a PDF and a Word file pass', async () => {
  expect(await problemWithFile(new File(['%PDF-1.7 …'], 'Rubric.PDF'), policy)).toBeNull();
  expect(await problemWithFile(new File(['PK\x03\x04…'], 'rubric.docx'), policy)).toBeNull();
});

test('a PDF may start with a few other bytes', async () => {
  expect(await problemWithFile(new File(['\r\njunk\r\n%PDF-1.4'], 'old.pdf'), policy)).toBeNull();
});

test.for([
  [new File([], 'a.pdf'), 'a.pdf is empty. Choose another file.'],
  [
    new File([new Uint8Array(3 * 1024 ** 2)], 'a.pdf'),
    'a.pdf has 3 MB. The limit is 2 MB. Choose a smaller file.',
  ],
  [
    new File(['text'], 'a.txt'),
    'a.txt is not a file that can be read here. Choose a PDF or Word (.docx), up to 2 MB.',
  ],
  [
    new File(['\xff\xd8\xff'], 'a.pdf'),
    'a.pdf is named like a PDF file, but its content is something else. Choose another file.',
  ],
  [
    new File(['\x89PNG'], 'a.docx'),
    'a.docx is named like a Word (.docx) file, but its content is something else. Choose another file.',
  ],
] as const)('a file that cannot be used is refused in a sentence', async ([file, sentence]) => {
  expect(await problemWithFile(file, policy)).toBe(sentence);
});

test.for(['notes.md', 'NOTES.MARKDOWN', 'photo.JPEG', 'photo.jpe', 'essay', 'essay.docx'])(
  'the content decides what a file is, not its name: %s',
  async (name) => {
    const any: FilePolicy = { ...policy, kinds: ['pdf', 'docx', 'jpg', 'text'] };
    const content = name.startsWith('photo') ? new Uint8Array([0xff, 0xd8, 0xff, 0]) : 'Bees matter';
    expect(await problemWithFile(new File([content], name), any)).toBeNull();
  },
);

test('a HEIC photo is refused with how to save it, where a JPEG would be taken', async () => {
  const photo = new File(['\0\0\0\x18ftypheic\0\0\0\0'], 'IMG_1.HEIC');
  const pictures: FilePolicy = { ...policy, kinds: ['pdf', 'jpg'] };
  expect(await problemWithFile(photo, pictures)).toMatch(/HEIC photo\. Save it as JPEG.*iPhone/);
  expect(await problemWithFile(photo, policy)).toMatch(/Choose a PDF/);
});

test('a policy reads as words', () => {
  expect(filePolicyInWords({ ...policy, kinds: ['pdf', 'png', 'jpg'] })).toBe('PDF, PNG or JPEG, up to 2 MB');
  expect(filePolicyInWords(policy)).toBe('PDF or Word (.docx), up to 2 MB');
});
