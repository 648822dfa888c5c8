import { expect, test } from 'vitest';
import { everySoOften } from '../../../src/overtime/models/every-so-often.ts';
import { manualClock } from '../../../src/overtime/testing/manual-clock.ts';

test('text is shown at once, then every 250 ms, and the last of a burst although nothing follows it', async () => {
  const clock = manualClock();
  const shown: string[] = [];
  const showing = everySoOften(clock, (text) => void shown.push(text));
  for (const text of ['O', 'On', 'Onc', 'Once']) void showing.text(text);
  expect(shown).toEqual(['O']);
  await clock.advance(250);
  expect(shown).toEqual(['O', 'Once']);
  await clock.advance(1000);
  void showing.text('Once upon');
  expect(shown).toEqual(['O', 'Once', 'Once upon']);
});

test('nothing is shown behind the end', async () => {
  const clock = manualClock();
  const shown: string[] = [];
  const showing = everySoOften(clock, (text) => void shown.push(text));
  void showing.text('Once');
  void showing.text('Once upon');
  showing.end();
  await clock.advance(1000);
  expect(shown).toEqual(['Once']);
});
