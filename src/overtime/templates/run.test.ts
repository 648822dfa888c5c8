import { expect, test } from 'vitest';
import { runTask } from '../testing.ts';
import { taskTemplateTask } from './task/run.ts';

const input = { text: 'The tide comes twice a day. The moon pulls it. Sailors wait for it.' };

test('its sample is a result', async () => {
  const { result, progress } = await runTask(taskTemplateTask, input);
  expect(taskTemplateTask.contract.result.parse(result)).toEqual(result);
  expect(progress.at(-1)).toBeGreaterThan(0);
});

test('what the model writes is the result', async () => {
  const written = { title: 'The tide', points: ['It comes twice.', 'The moon pulls it.', 'Sailors wait.'] };
  const { result } = await runTask(taskTemplateTask, input, { answers: [written] });
  expect(result).toEqual(written);
});
