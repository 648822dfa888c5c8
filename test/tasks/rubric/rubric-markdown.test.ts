import { expect, test } from 'vitest';
import { rubricMarkdown } from '../../../src/tasks/rubric/rubric-markdown.ts';

test('a rubric is written as a table per category, and no text breaks a table', () => {
  const levels = [
    { name: 'Good', description: 'Clear\nand | bold', points: 20 },
    { name: 'Poor', description: 'Absent', points: 5 },
  ];
  const categories = [
    { name: 'Thesis', description: 'The claim', points: 20, levels },
    { name: 'Form', description: '', points: 5, levels: [] },
  ];
  expect(rubricMarkdown({ title: 'Essay', totalPoints: 25, categories })).toBe(
    [
      '# Essay',
      '',
      'Total: 25 points',
      '',
      '## Thesis (20 points)',
      '',
      'The claim',
      '',
      '| Level | Points | Description |',
      '| --- | ---: | --- |',
      '| Good | 20 | Clear and \\| bold |',
      '| Poor | 5 | Absent |',
      '',
      '## Form (5 points)',
      '',
    ].join('\n'),
  );
});

test('HTML, comments and links in a rubric stay text', () => {
  const hostile = '<script>a()</script> <!-- b --> [c](javascript:d) <data:e> ![f](https://g.example)';
  const level = { name: hostile, description: hostile, points: 5 };
  const category = { name: hostile, description: hostile, points: 5, levels: [level] };
  const text = rubricMarkdown({ title: hostile, totalPoints: 5, categories: [category] });
  const escaped = String.raw`&lt;script&gt;a()&lt;/script&gt; &lt;!-- b --&gt; \[c\](javascript\:d) &lt;data\:e&gt; !\[f\](https\://g.example)`;
  expect(text.split(escaped)).toHaveLength(6);
  expect(text.replaceAll(escaped, '')).not.toMatch(/[<>]|javascript/);
});
