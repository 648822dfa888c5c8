// node bench.mjs [--only=enqueue,pickup,…] [--adapters=a,b] [--repeats=3]
//                [--crash-bound=90] [--crash-default-bound=90] [--quick]
// Starts its own PostgreSQL and Redis on loopback, measures every adapter side by side, writes results.json / results.md.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ADAPTERS } from './adapters/index.mjs';
import { ROOT, startPg, startRedis, stopAll, freshDb, dropDb, url } from './lib/servers.mjs';
import { now, sleep, quantile, payload } from './lib/stats.mjs';
import { SCENARIOS } from './lib/own-claims.mjs';
import { builds } from './lib/own-builds.mjs';
import { functionTimes } from './lib/own-functions.mjs';
import { recoveries } from './lib/own-recovery.mjs';
import pg from 'pg';
import { render } from './lib/report.mjs';
import { only, opt } from './lib/options.mjs';
import { bundles } from './lib/bundle.mjs';

const quick = !!opt.quick;
const R = Number(opt.repeats ?? (quick ? 1 : 3));
const node24 = path.join(ROOT, 'node_modules/.bin/node');
const NODE = process.env.BENCH_NODE || (fs.existsSync(node24) ? node24 : process.execPath);
const OUT = path.join(ROOT, 'results.json');
const log = (...m) => console.error(new Date().toISOString().slice(11, 19), ...m);

function child(args, { timeoutMs, onLine, ipc } = {}) {
  const p = spawn(NODE, [path.join(ROOT, 'child.mjs'), JSON.stringify(args)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let buf = '',
    err = '',
    result = null,
    error = null;
  p.stdout.on('data', (d) => {
    buf += d;
    let i;
    while ((i = buf.indexOf('\n')) >= 0) {
      const line = buf.slice(0, i);
      buf = buf.slice(i + 1);
      const m = line.match(/^(RESULT|ERROR|STARTED|READY) (.*)$/);
      if (!m) continue;
      const o = JSON.parse(m[2]);
      if (m[1] === 'RESULT') result = o;
      else if (m[1] === 'ERROR') error = o;
      onLine?.(m[1], o);
    }
  });
  p.stderr.on('data', (d) => {
    err = (err + d).slice(-2000);
  });
  const timer = setTimeout(() => {
    error ??= { message: 'timeout' };
    p.kill('SIGKILL');
  }, timeoutMs ?? 120000);
  const done = new Promise((res) =>
    p.once('exit', () => {
      clearTimeout(timer);
      res({ result, error: result ? null : (error ?? { message: 'exit', stderr: err.slice(-400) }) });
    }),
  );
  return { p, done };
}

const out = fs.existsSync(OUT) ? JSON.parse(fs.readFileSync(OUT)) : { runs: [] };
function record(r) {
  out.runs.push({ ...r, runId });
  fs.writeFileSync(OUT, JSON.stringify(out, null, 1));
}
const runId = new Date().toISOString();
const rotate = (xs, k) => xs.map((_, i) => xs[(i + k) % xs.length]);

const meta = {};
let names = opt.adapters ? String(opt.adapters).split(',') : Object.keys(ADAPTERS);
const skipped = {};
const needsDb = only.some((t) => t !== 'bundle' && t !== 'builds');
try {
  if (needsDb) {
    const pgv = await startPg();
    const rv = await startRedis();
    out.env = {
      when: runId,
      node: NODE,
      nodeVersion: await new Promise((r) => {
        let s = '';
        const p = spawn(NODE, ['-v']);
        p.stdout.on('data', (d) => (s += d));
        p.on('exit', () => r(s.trim()));
      }),
      postgres: pgv,
      redis: rv,
      cpu: os.cpus()[0].model,
      cores: os.cpus().length,
      memGiB: Math.round(os.totalmem() / 2 ** 30),
      kernel: os.release(),
    };
    const probe = [];
    for (const n of names) {
      const A = await ADAPTERS[n]();
      if (A.available && !A.available()) {
        skipped[n] = 'not available here';
        continue;
      }
      if (A.kind === 'redis' && !rv) {
        skipped[n] = 'no redis-server';
        continue;
      }
      meta[n] = {
        version: A.version(),
        modes: A.modes,
        crash: A.crash,
        kind: A.kind,
        durability: A.durability,
        deletesFinished: !!A.deletesFinished,
        restartSameId: !!A.restartSameId,
        redis: A.redis,
      };
      probe.push(n);
    }
    names = probe;
    out.meta = { ...(out.meta ?? {}), ...meta };
    out.skipped = skipped;
    log(
      'servers up;',
      pgv,
      '; redis',
      rv,
      '; adapters',
      names.join(' '),
      Object.keys(skipped).length ? 'skipped ' + Object.keys(skipped) : '',
    );
  }
  // a re-run of a test replaces that test's earlier rows for those adapters
  out.runs = out.runs.filter(
    (r) =>
      !(
        only.includes(r.test) &&
        (r.adapter == null || names.includes(r.adapter) || ['bundle', 'builds', 'floor'].includes(r.test))
      ),
  );

  let dbi = 0;
  async function one(test, adapter, mode, args, timeoutMs) {
    const db = `b_${test}_${adapter.replace(/\W/g, '')}_${++dbi}`.toLowerCase();
    const isPg = meta[adapter].kind === 'pg';
    if (isPg) await freshDb(db);
    const t = now();
    const { result, error } = await child({ test, adapter, mode, db, ...args }, { timeoutMs }).done;
    if (isPg) await dropDb(db);
    log(
      test,
      adapter,
      mode,
      JSON.stringify(args).slice(0, 60),
      error ? 'ERROR ' + JSON.stringify(error).slice(0, 300) : 'ok',
      `${((now() - t) / 1000).toFixed(1)}s`,
    );
    return { result, error };
  }

  if (only.includes('floor')) {
    // what one statement costs on this box, whatever the engine
    await freshDb('b_floor');
    const c = new pg.Client({ connectionString: url('b_floor') });
    await c.connect();
    await c.query('create table t (id bigint generated always as identity primary key, p jsonb)');
    for (let r = 0; r < R; r++) {
      const time = async (q, n = 1000) => {
        const xs = [];
        for (let i = 0; i < n; i++) {
          const t = now();
          await c.query(typeof q === 'function' ? q() : q);
          xs.push(now() - t);
        }
        return { p50: quantile(xs, 0.5), p95: quantile(xs, 0.95) };
      };
      const ins = () => ({ name: 'i', text: 'insert into t(p) values ($1)', values: [payload()] });
      const select1 = await time({ name: 's1', text: 'select 1' });
      const insertSync = await time(ins);
      await c.query('set synchronous_commit=off');
      const insertAsync = await time(ins);
      await c.query('set synchronous_commit=on');
      record({ test: 'floor', repeat: r, select1, insertSync, insertAsync });
    }
    await c.end();
    await dropDb('b_floor');
  }
  if (only.includes('enqueue'))
    for (let r = 0; r < R; r++)
      for (const ad of rotate(names, r))
        for (const mode of ['default', 'best']) {
          if (mode === 'best' && !['limit', 'pg-boss'].includes(ad)) continue; // only there does the mode change the enqueue (NOTIFY)
          const { result, error } = await one(
            'enqueue',
            ad,
            mode,
            { n: quick ? 100 : 400, n16: quick ? 1000 : 4000 },
            90000,
          );
          record({ test: 'enqueue', adapter: ad, mode, repeat: r, ...(result ?? { error }) });
        }
  if (only.includes('pickup'))
    for (let r = 0; r < R; r++)
      for (const ad of rotate(names, r))
        for (const mode of ['default', 'best']) {
          const slow = mode === 'default' && ['pg-boss', 'dbos'].includes(ad);
          if (mode === 'best' && /^(bullmq|overtime)/.test(ad)) continue; // event-driven already: identical settings
          const { result, error } = await one(
            'pickup',
            ad,
            mode,
            slow
              ? { n: quick ? 4 : 12, capMs: 25000, gapMs: [50, 2000] }
              : { n: quick ? 20 : 50, capMs: 15000, gapMs: [30, 150] },
            120000,
          );
          record({ test: 'pickup', adapter: ad, mode, repeat: r, ...(result ?? { error }) });
        }
  if (only.includes('throughput'))
    for (let r = 0; r < R; r++)
      for (const ad of rotate(names, r))
        for (const mode of ['default', 'best'])
          for (const concurrency of opt.concurrency
            ? String(opt.concurrency).split(',').map(Number)
            : [1, 10, 50]) {
            if (
              mode === 'best' &&
              ['overtime', 'overtime-http', 'bullmq-redis', 'bullmq-redis-aof', 'limit-fused'].includes(ad)
            )
              continue; // identical settings under backlog
            const { result, error } = await one(
              'throughput',
              ad,
              mode,
              { n: quick ? 1000 : 5000, concurrency, capMs: quick ? 5000 : 8000 },
              120000,
            );
            record({
              test: 'throughput',
              adapter: ad,
              mode,
              concurrency,
              repeat: r,
              ...(result ?? { error }),
            });
          }
  if (only.includes('trips'))
    for (let r = 0; r < Math.min(R, 2); r++)
      for (const ad of rotate(names, r))
        for (const mode of ['default', 'best']) {
          if (mode === 'best' && /^(bullmq|overtime)/.test(ad)) continue;
          const slow = mode === 'default' && ['pg-boss', 'dbos'].includes(ad);
          const { result, error } = await one(
            'trips',
            ad,
            mode,
            {
              concurrency: 10,
              nEnq: slow ? 60 : 200,
              n: slow ? 60 : quick ? 300 : 1000,
              capMs: 30000,
              idleMs: quick ? 4000 : 8000,
            },
            180000,
          );
          record({ test: 'trips', adapter: ad, mode, repeat: r, ...(result ?? { error }) });
        }
  if (only.includes('scale'))
    for (let r = 0; r < (opt['scale-repeats'] ? Number(opt['scale-repeats']) : 1); r++)
      for (const ad of rotate(names, r)) {
        const sizes = opt.sizes
          ? String(opt.sizes).split(',').map(Number)
          : quick
            ? [0, 10000, 100000]
            : [0, 10000, 100000, 1000000];
        const { result, error } = await one(
          'scale',
          ad,
          'best',
          { sizes, pending: 10000, claims: 200, rounds: 3, workerMode: ad === 'dbos' ? 'best' : 'default' },
          590000,
        );
        record({ test: 'scale', adapter: ad, mode: 'best', repeat: r, ...(result ?? { error }) });
      }
  if (only.includes('inflight'))
    for (let r = 0; r < R; r++)
      for (const ad of rotate(names, r)) {
        const { result, error } = await one(
          'inflight',
          ad,
          'default',
          { sizes: quick ? [0, 1000] : [0, 1000, 10000] },
          120000,
        );
        record({ test: 'inflight', adapter: ad, mode: 'default', repeat: r, ...(result ?? { error }) });
      }
  // Ours alone: claims of a table full of jobs that may not run, each next to an empty table. The order rotates.
  if (only.includes('claims') && names.includes('overtime'))
    for (let r = 0; r < R; r++)
      for (const scenario of rotate(SCENARIOS, r)) {
        const { result, error } = await one(
          'claims',
          'overtime',
          'default',
          {
            scenario,
            pending: scenario === 'finished' ? 10000 : 500,
            finished: opt.finished ? Number(opt.finished) : quick ? 100000 : 1000000,
          },
          300000,
        );
        record({
          test: 'claims',
          adapter: 'overtime',
          mode: 'default',
          scenario,
          repeat: r,
          ...(result ?? { error }),
        });
      }
  // Ours alone: nobody else claims the task; a reader of its status, or the sweep, finds what the dead worker left.
  if (only.includes('recovery') && names.includes('overtime'))
    for (const r of await recoveries({ child, log, sweep: !quick }))
      record({ test: 'recovery', adapter: 'overtime', mode: 'default', ...r });
  if (only.includes('functions') && names.includes('overtime'))
    for (const r of await functionTimes({ quick, log }))
      record({ test: 'functions', adapter: 'overtime', mode: 'default', ...r });
  if (only.includes('crash')) {
    const crashOnce = async (ad, mode, r, bound) => {
      const db = `b_crash_${ad.replace(/\W/g, '')}_${mode}_${r}`.toLowerCase(),
        isPg = meta[ad].kind === 'pg';
      if (isPg) await freshDb(db);
      const boundMs = bound * 1000,
        base = { adapter: ad, mode, db, boundMs };
      const worker = (extra) => {
        const w = {};
        w.ready = new Promise((r) => {
          w.onReady = r;
        });
        w.started = new Promise((r) => {
          w.onStarted = r;
        });
        w.c = child(
          { test: 'crash-worker', ...base, ...extra },
          {
            timeoutMs: boundMs + 90000,
            ipc: true,
            onLine: (k, o) => {
              if (k === 'READY') w.onReady(o);
              if (k === 'STARTED') w.onStarted({ w, t: o.t });
              if (k === 'ERROR') {
                w.onReady(o);
                w.onStarted({ w, error: o });
              }
            },
          },
        );
        return w;
      };
      const lim = (p, ms) => Promise.race([p, sleep(ms).then(() => null)]);
      const restart = mode === 'best' && meta[ad].restartSameId; // recovery only exists as "the same worker comes back"
      const ws = [worker({ setup: true, executorID: 'e1' })];
      await lim(ws[0].ready, 30000);
      if (!restart) {
        ws.push(worker({ executorID: 'e2' }));
        await lim(ws[1].ready, 30000);
      }
      await sleep(1500);
      ws[0].c.p.send('enqueue');
      const first = await lim(Promise.race(ws.map((w) => w.started)), 40000);
      let res;
      if (!first || first.error)
        res = { error: first?.error ?? { message: 'no worker ever started the job' } };
      else {
        const t0 = now();
        first.w.c.p.kill('SIGKILL'); // right after the claim: the worst case for any lease
        let other;
        if (restart) {
          other = worker({ executorID: 'e1' });
          ws.push(other);
        } else {
          other = ws.find((w) => w !== first.w);
          other.c.p.send('crashed');
        }
        const again = await lim(other.started, boundMs);
        res = again?.t
          ? { seconds: (again.t - t0) / 1000 }
          : again
            ? { error: again.error }
            : { seconds: null, notWithin: bound };
      }
      for (const w of ws) {
        if (w.c.p.exitCode == null) w.c.p.kill('SIGKILL');
        await w.c.done;
      }
      if (isPg) await dropDb(db);
      log('crash', ad, mode, JSON.stringify(res));
      record({ test: 'crash', adapter: ad, mode, repeat: r, ...res });
    };
    // "best" settings, one at a time, repeated; then the defaults, which mostly wait, all in parallel
    for (let r = 0; r < R; r++)
      for (const ad of rotate(names, r)) await crashOnce(ad, 'best', r, Number(opt['crash-bound'] ?? 60));
    const defBound = Number(opt['crash-default-bound'] ?? 90);
    const isolated = names.filter((n) => meta[n].kind === 'pg'),
      redis = names.filter((n) => meta[n].kind === 'redis');
    for (let r = 0; r < (opt['crash-default-repeats'] ? Number(opt['crash-default-repeats']) : 1); r++)
      await Promise.all([
        ...isolated.map((ad) => crashOnce(ad, 'default', r, defBound)),
        ...redis.map((ad) => crashOnce(ad, 'default', r, defBound)),
      ]);
  }
  if (only.includes('builds'))
    for (const b of await builds({ node: NODE, repeats: quick ? 3 : 11, log }))
      record({ test: 'builds', ...b });
  if (only.includes('bundle'))
    for (const b of await bundles({ node: NODE, repeats: quick ? 3 : 11, log }))
      record({ test: 'bundle', ...b });
} finally {
  await stopAll();
}
out.lastRun = { runId, args: process.argv.slice(2) };
fs.writeFileSync(OUT, JSON.stringify(out, null, 1));
fs.writeFileSync(path.join(ROOT, 'results.md'), render(out));
log('wrote results.json and results.md');
