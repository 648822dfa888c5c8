import { defineTask } from '../../overtime/index.ts';
import { expectedCharacters } from '../rubric/draft-progress.ts';
import { withExactTotal } from '../rubric/point-problems.ts';
import { asWritten } from '../rubric/rubric-markdown.ts';
import { sampleRubric } from '../rubric/sample.ts';
import { writeRubric } from '../rubric/write-rubric.ts';
import { enhanceRubric } from './contract.ts';
import { enhancementPrompt, system } from './prompt.ts';

/** How much longer an improved rubric is than the text that it is made of. */
const growth = 1.5;

const providers = { gemini: 'google', openai: 'openai' } as const;

/** Makes a better rubric of a rubric or of plain rules, with points that add up to the total asked for. */
export const enhanceRubricTask = defineTask(enhanceRubric, async (ctx) => {
  const { simple_rules: text, total_points: totalPoints, llmProvider, llmModel } = ctx.input;
  const enhanced = await ctx.stage('rubric_enhancement', (stage) =>
    writeRubric(ctx, stage, {
      asked: llmProvider && { provider: providers[llmProvider], modelId: llmModel },
      system,
      prompt: enhancementPrompt(ctx.input),
      purpose: 'enhancement',
      sample: () => sampleRubric(text, totalPoints, true),
      totalPoints,
      expectedCharacters: growth * expectedCharacters({ text, format: 'text' }),
      show: (rubric) => ctx.partial({ rubric }),
    }),
  );
  // The model has corrected its sums if it had to; what may be left is a rounding in the last decimal.
  const settled = withExactTotal(enhanced);
  ctx.partial({ rubric: settled });
  return asWritten(settled);
});
