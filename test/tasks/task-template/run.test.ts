import { expect, test } from 'vitest';
import { taskTemplate } from '../../../src/overtime/templates/task/contract.ts';
import { taskTemplateTask } from '../../../src/overtime/templates/task/run.ts';
import { sampleEnv, mockedProvider, taskRig } from '../task-rig.ts';

const modelWrites = mockedProvider();
const input = { text: 'The tide comes twice a day. The moon pulls it. Sailors wait for it.' };
const written = {
  title: 'The tide',
  points: ['It comes twice a day.', 'The moon pulls it.', 'Sailors wait for it.'],
};

test('what the model writes streams, and is the result', async () => {
  const bodies = modelWrites(JSON.stringify(written));
  const { ctx, partials, progress } = taskRig(taskTemplate, input);
  expect(await taskTemplateTask.run(ctx)).toEqual(written);
  expect(bodies[0]).toContain(input.text);
  expect(partials.at(-1)).toEqual(written);
  expect(progress.at(-1)?.fraction).toBe(3 / 5);
});

test('an answer that repeats itself goes back with the reason, once', async () => {
  const [first = ''] = written.points;
  const bodies = modelWrites(
    JSON.stringify({ ...written, points: [...written.points, first] }),
    JSON.stringify(written),
  );
  const { ctx } = taskRig(taskTemplate, input);
  expect(await taskTemplateTask.run(ctx)).toEqual(written);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toContain('is there twice');
});

test('an answer that is still wrong then is no result', async () => {
  modelWrites(JSON.stringify({ ...written, points: ['One.'] }));
  const { ctx, saved } = taskRig(taskTemplate, input);
  await expect(taskTemplateTask.run(ctx)).rejects.toMatchObject({ code: 'model_output_invalid' });
  expect(saved.size).toBe(0);
});

test('without a key its sample is the result', async () => {
  const { ctx } = taskRig(taskTemplate, input, { env: sampleEnv });
  const result = await taskTemplateTask.run(ctx);
  expect(taskTemplate.result.parse(result)).toEqual(result);
});
