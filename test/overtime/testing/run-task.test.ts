import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract, defineTask } from '../../../src/overtime/index.ts';
import { streamObject } from '../../../src/overtime/models.ts';
import { runTask } from '../../../src/overtime/testing.ts';
import { taskTemplateTask } from '../../../src/overtime/templates/task/run.ts';
// The tests of a new task in an app.
import '../../../src/overtime/templates/run.test.ts';

const contract = defineContract({
  name: 'name-things',
  version: 1,
  input: z.object({ count: z.number().int().default(2) }),
  result: z.object({ names: z.array(z.string().max(20)).max(5) }),
  partial: z.object({}),
  stages: { naming: { title: 'Naming', weight: 1 }, waiting: { title: 'Waiting', weight: 1 } },
});
const task = defineTask(contract, async (ctx) => {
  const names = await ctx.stageItems('naming', Array(ctx.input.count).fill(0), 2, async () => {
    const { name } = await streamObject(ctx, {
      schema: z.object({ name: z.string().min(1).max(20) }),
      system: 'Name it.',
      prompt: 'A name, please.',
      purpose: 'naming',
      sample: () => ({ name: 'sample' }),
    });
    return name;
  });
  await ctx.stage('waiting', () => ctx.clock.sleep(3_600_000, ctx.signal));
  await ctx.saveFile('names.txt', new TextEncoder().encode(names.join()), 'text/plain');
  return { names };
});

test('samples answer, time passes by itself, and what was saved is told', async () => {
  const { result, stages, files, usage } = await runTask(task, {});
  expect(result).toEqual({ names: ['sample', 'sample'] });
  expect(stages.map(({ name, item }) => [name, item])).toEqual([
    ['naming', 1],
    ['naming', 2],
    ['waiting', 0],
  ]);
  expect(new TextDecoder().decode(files.get('names.txt'))).toBe('sample,sample');
  expect(usage.map(({ provider, outcome }) => [provider, outcome])).toEqual([
    ['sample', 'succeeded'],
    ['sample', 'succeeded'],
  ]);
});

test('a task works with the canonical form of its input', async () => {
  const even = defineContract({ ...contract, canonical: ({ count }) => ({ count: count - (count % 2) }) });
  const counted = defineTask(even, async (ctx) => ({ names: Array<string>(ctx.input.count).fill('one') }));
  expect((await runTask(counted, { count: 3 })).result).toEqual({ names: ['one', 'one'] });
});

test('scripted answers come in turn, and an unfit one is repaired by the next', async () => {
  const { result } = await runTask(task, { count: 1 }, { answers: [{ name: '' }, { name: 'Ada' }] });
  expect(result).toEqual({ names: ['Ada'] });
});

test('what an earlier attempt saved is not made again', async () => {
  const { stages } = await runTask(task, { count: 1 });
  const again = await runTask(task, { count: 1 }, { stages, answers: ['no JSON'] });
  expect(again).toMatchObject({ result: { names: ['sample'] }, usage: [] });
});

test('an input that the contract refuses, and an answer that stays wrong, are thrown', async () => {
  await expect(runTask(taskTemplateTask, { text: ' ' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(runTask(task, { count: 1 }, { answers: [{ name: '' }] })).rejects.toMatchObject({
    code: 'model_output_invalid',
  });
});
