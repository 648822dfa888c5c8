import { streamObject } from '../../models.ts';
import { defineTask } from '../../index.ts';
import { taskTemplate } from './contract.ts';
import { prompt, system } from './prompt.ts';
import { sample } from './sample.ts';

/** How many points most texts have: what the progress is measured by while they come. */
const usualPoints = 5;

export const taskTemplateTask = defineTask(taskTemplate, (ctx) =>
  ctx.stage('writing', (stage) =>
    streamObject(ctx, {
      schema: taskTemplate.result,
      system,
      prompt: prompt(ctx.input.text),
      purpose: 'writing',
      sample: () => sample(ctx.input.text),
      check: ({ points }) => repeated(points).map((point) => `The point "${point}" is there twice.`),
      onPartial: (partial) => {
        const draft = taskTemplate.partial.safeParse(partial);
        if (!draft.success) return;
        stage.progress(Math.min(0.95, (draft.data.points?.length ?? 0) / usualPoints));
        ctx.partial(draft.data);
      },
    }),
  ),
);

function repeated(points: readonly string[]): string[] {
  return points.filter((point, index) => points.indexOf(point) < index);
}
