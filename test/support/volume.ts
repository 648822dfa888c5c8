/** Whether this is `npm run test:long`, which runs at full volume what `npm test` runs at a small one. */
export const isLong = process.env['TEST_VOLUME'] === 'long';
