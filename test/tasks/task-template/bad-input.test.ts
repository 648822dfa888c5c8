import { expect, test } from 'vitest';
import { taskTemplate } from '../../../src/overtime/templates/task/contract.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(taskTemplate);
const text = 'The tide comes twice a day.';

rig.refuses([
  { what: 'nothing', body: {}, path: 'text', reason: /^Fill this in\.$/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'a sentence', body: text, path: '', reason: /object/ },
  { what: 'null for a text', body: { text: null }, path: 'text', reason: /^Fill this in\.$/ },
  { what: 'a number for a text', body: { text: 1 }, path: 'text', reason: /^Must be text\.$/ },
  { what: 'a blank text', body: { text: ' \n' }, path: 'text', reason: /^Fill this in\.$/ },
  {
    what: 'a text too long',
    body: { text: 'x'.repeat(100_001) },
    path: 'text',
    reason: /^Write at most 100,000 characters\.$/,
  },
  { what: 'an unknown field', body: { text, tone: 'dry' }, path: '', reason: /tone/ },
]);

test('a text is enqueued under the limits of the policy', async () => {
  expect((await rig.submit({ text: ` ${text} ` })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([{ p_task: taskTemplate.name, p_input: { text }, p_user_limit: 5 }]);
});
