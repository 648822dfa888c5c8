import { expect, test } from 'vitest';
import { taskTemplate } from '../../../src/overtime/templates/task/contract.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(taskTemplate);
const text = 'The tide comes twice a day.';

rig.refuses([
  { what: 'nothing', body: {}, path: 'text', reason: /string/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'a sentence', body: text, path: '', reason: /object/ },
  { what: 'null for a text', body: { text: null }, path: 'text', reason: /string/ },
  { what: 'a number for a text', body: { text: 1 }, path: 'text', reason: /string/ },
  { what: 'a blank text', body: { text: ' \n' }, path: 'text', reason: /1 character/ },
  { what: 'a text too long', body: { text: 'x'.repeat(100_001) }, path: 'text', reason: /100000/ },
  { what: 'an unknown field', body: { text, tone: 'dry' }, path: '', reason: /tone/ },
]);

test('a text is enqueued under the limits of the policy', async () => {
  expect((await rig.submit({ text: ` ${text} ` })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([{ p_task: taskTemplate.name, p_input: { text }, p_user_limit: 5 }]);
});
