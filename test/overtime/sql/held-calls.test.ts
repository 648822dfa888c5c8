import { expect, test } from 'vitest';
import { ada, engineRig, grace } from './engine-rig.ts';

const rig = engineRig();

const hold = (userId = ada, places = 2) =>
  rig.call<Date | null>('overtime_hold_call', { p_user_id: userId, p_seconds: 10, p_places: places });

test('a user holds only so many calls at a time, and another user as many', async () => {
  await rig.sql`truncate overtime.held_calls`;
  expect([await hold(), await hold(), await hold()]).toEqual([expect.any(Date), expect.any(Date), null]);
  expect(await hold(grace)).toEqual(expect.any(Date));
});

test('a place that was given back is free, also when another one has the same end', async () => {
  await rig.sql`truncate overtime.held_calls`;
  const end = await hold();
  await hold();
  await rig.call('overtime_release_call', { p_user_id: ada, p_end: end });
  expect([await hold(), await hold()]).toEqual([expect.any(Date), null]);
});

test('the place of a function that was killed is free after its time', async () => {
  await rig.sql`truncate overtime.held_calls`;
  await Promise.all([hold(), hold()]);
  await rig.passSeconds(9);
  expect(await hold()).toBeNull();
  await rig.passSeconds(1);
  expect(await hold()).toEqual(expect.any(Date));
});

test('of calls that come at once no more are held than there are places', async () => {
  await rig.sql`truncate overtime.held_calls`;
  const connections = Array.from({ length: 6 }, () => rig.connect());
  const answers = await Promise.all(
    connections.map((connection) =>
      rig.callOn(connection, 'overtime_hold_call', { p_user_id: ada, p_seconds: 10, p_places: 4 }),
    ),
  );
  expect(answers.filter((end) => end !== null)).toHaveLength(4);
});
