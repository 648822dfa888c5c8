import { expect, test } from 'vitest';
import { sampleNotice } from '../../src/documents/book.ts';
import { writeMarkdown } from '../../src/documents/write-markdown.ts';
import { sampleBook } from '../support/sample-book.ts';

const written = async (changes: Parameters<typeof sampleBook>[0] = {}) =>
  new TextDecoder().decode(await writeMarkdown(sampleBook(changes)));

test('a book has one title, a heading for each chapter, its pictures in words and its emphasis', async () => {
  const text = await written();
  expect(text.match(/^# .*$/gm)).toEqual(['# Luna and the Wandering Path']);
  expect(text.match(/^## .*$/gm)).toEqual([
    '## The Crooked Oak',
    '## A Breath of Cinnamon',
    '## Without a Picture',
  ]);
  expect(text.match(/^> \*Picture: .*\*$/gm)).toEqual([
    '> *Picture: A house &amp; a "dog" under a rainbow.*',
    '> *Picture: Rabbits in a forest.*',
    '> *Picture: A house &amp; a "dog" under a rainbow.*',
  ]);
  expect(text).toContain('“That is *exactly* why we have to go,”');
  expect(text).not.toContain('sample');
});

test.for([
  ['# not a heading', String.raw`\# not a heading`],
  ['- not a list', String.raw`\- not a list`],
  ['1. not a list', String.raw`1\. not a list`],
  ['--- not a line', String.raw`\--- not a line`],
  ['<b>not bold</b>', '&lt;b&gt;not bold&lt;/b&gt;'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['<!-- not hidden -->', '&lt;!-- not hidden --&gt;'],
  ['[x](javascript:alert(1))', String.raw`\[x\](javascript\:alert(1))`],
  ['<data:text/html,x>', String.raw`&lt;data\:text/html,x&gt;`],
  ['see https://a.example and www.b.example', String.raw`see https\://a.example and www\.b.example`],
  ['_www.b.example', String.raw`\_www\.b.example`],
  ['one: two, 10:30', String.raw`one: two, 10\:30`],
  ['[no](link)', String.raw`\[no\](link)`],
  ['2 * 3 * 4', String.raw`2 \* 3 \* 4`],
  ['one\n# line', 'one # line'],
  ['AT&amp;T', 'AT&amp;amp;T'],
])('the text %j stays text', async ([text = '', expected = '']) => {
  const chapters = [{ title: 'One', paragraphs: [text] }];
  expect((await written({ chapters })).trimEnd().endsWith(`\n\n${expected}`)).toBe(true);
});

test('a book of samples says so', async () => {
  expect(await written({ sample: true })).toContain(`> ${sampleNotice}`);
});

test('a title keeps the number sign at its end', async () => {
  expect(await written({ title: 'Learn C #' })).toContain(String.raw`# Learn C \#`);
});
