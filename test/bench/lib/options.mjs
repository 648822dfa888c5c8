// What the benchmark is told on its command line.
export const opt = Object.fromEntries(
  process.argv
    .slice(2)
    .map((x) => x.replace(/^--/, '').split('='))
    .map(([k, v]) => [k, v ?? true]),
);

const TESTS = [
  'floor',
  'enqueue',
  'pickup',
  'throughput',
  'trips',
  'scale',
  'inflight',
  'claims',
  'crash',
  'recovery',
  'functions',
  'builds',
  'bundle',
];

/** The tests to run. */
export const only = opt.only ? String(opt.only).split(',') : TESTS;

const unknown = only.filter((name) => !TESTS.includes(name));
if (unknown.length > 0) {
  console.error(`--only: there is no test ${unknown.join(', ')}. The tests are ${TESTS.join(', ')}.`);
  process.exit(1);
}
