import { expect, test } from 'vitest';
import { joinLines } from '../../src/documents/pdf/page-lines.ts';

test.for([
  [['The essay is organ-', 'ized.'], 'The essay is organized.'],
  [['a well-', 'organized essay'], 'a well-organized essay'],
  [['a self-', 'assessment'], 'a self-assessment'],
  [['selfish and self-', 'less'], 'selfish and selfless'],
  [['evidence-', 'based claims'], 'evidence-based claims'],
  [['un-', 'related claims'], 'unrelated claims'],
  [['short- ', 'and long-term'], 'short-  and long-term'],
  [['short-', 'and long-term'], 'short- and long-term'],
  [['Ver\u00ADant\u00AD', 'wortung'], 'Verantwortung'],
  [['12-', 'point scale'], '12- point scale'],
] as const)('%j is read as %j', ([lines, text]) => {
  expect(joinLines(lines)).toBe(text);
});
