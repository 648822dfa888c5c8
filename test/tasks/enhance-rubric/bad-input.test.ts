import { expect, test } from 'vitest';
import { enhanceRubric } from '../../../src/tasks/enhance-rubric/contract.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(enhanceRubric);
const simple_rules = 'Thesis 20 points, style 10 points';

rig.refuses([
  { what: 'nothing', body: {}, path: 'simple_rules', reason: /^Fill this in\.$/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'blank rules', body: { simple_rules: ' \n' }, path: 'simple_rules', reason: /^Fill this in\.$/ },
  {
    what: 'rules of 100,001 characters',
    body: { simple_rules: 'x'.repeat(100_001) },
    path: 'simple_rules',
    reason: /^Write at most 100,000 characters\.$/,
  },
  {
    what: 'an empty prompt',
    body: { simple_rules, rubric_prompt: '' },
    path: 'rubric_prompt',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'a total of nothing',
    body: { simple_rules, total_points: 0 },
    path: 'total_points',
    reason: /^Must be more than 0\.$/,
  },
  {
    what: 'a total in words',
    body: { simple_rules, total_points: '100' },
    path: 'total_points',
    reason: /number/,
  },
  {
    what: 'a total too high',
    body: { simple_rules, total_points: 1e6 },
    path: 'total_points',
    reason: /^Must be at most 100,000\.$/,
  },
  {
    what: 'another provider',
    body: { simple_rules, llmProvider: 'mistral' },
    path: 'llmProvider',
    reason: /gemini.*openai/,
  },
  {
    what: 'a model of nobody',
    body: { simple_rules, llmModel: 'gpt-6-luna' },
    path: 'llmProvider',
    reason: /^Choose gemini or openai/,
  },
  {
    what: 'a model without a name',
    body: { simple_rules, llmProvider: 'gemini', llmModel: '' },
    path: 'llmModel',
    reason: /^Fill this in\.$/,
  },
  { what: 'an unknown field', body: { simple_rules, totalPoints: 5 }, path: '', reason: /totalPoints/ },
]);

test('rules alone are enough, for a hundred points', async () => {
  expect((await rig.submit({ simple_rules: ` ${simple_rules} ` })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'enhance-rubric', p_input: { simple_rules, total_points: 100 }, p_user_limit: 5 },
  ]);
});
