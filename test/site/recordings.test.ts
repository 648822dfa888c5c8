import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { recordingOf, type Recording } from '../browser/recordings/recording.ts';
import { states } from '../browser/states/states.ts';
import { undescribed } from '../support/described-answers.ts';

// The tests of accessibility show pages with these answers: they have to be such as the functions give today. Where one
// is not, or a state has none: `npx vitest run --project journeys test/browser/accessibility.test.ts --update`.

const recordingFolder = new URL('../browser/recordings/', import.meta.url);

test('each state has its recording, and there is no other', () => {
  const files = readdirSync(recordingFolder).filter((name) => name.endsWith('.json'));
  expect(new Set(files)).toEqual(new Set(states.map((state) => basename(recordingOf(state)))));
});

test.for(states)('the answers recorded for "$name" are as the API is described', (state) => {
  const recording = JSON.parse(readFileSync(recordingOf(state), 'utf8')) as Recording;
  const faults = recording.map(({ method, path, status, type, body }) =>
    undescribed({ method, path, status, contentType: type, text: JSON.stringify(body) ?? '' }),
  );
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});
