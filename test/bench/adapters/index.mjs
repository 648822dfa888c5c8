// Name -> loader. Loaded lazily so that one peer's import cost never touches another's child process.
export const ADAPTERS = {
  overtime: async () => (await import('./overtime.mjs')).overtime,
  'overtime-http': async () => (await import('./overtime.mjs')).overtimeHttp,
  limit: async () => (await import('./limit.mjs')).limit,
  'limit-fused': async () => (await import('./limit.mjs')).limitFused,
  'limit-rpc': async () => (await import('./limit.mjs')).limitRpc,
  'pg-boss': async () => (await import('./pgboss.mjs')).default,
  'graphile-worker': async () => (await import('./graphile.mjs')).default,
  pgmq: async () => (await import('./pgmq.mjs')).default,
  dbos: async () => (await import('./dbos.mjs')).default,
  'bullmq-pg': async () => (await import('./bullmq.mjs')).bullmqPg,
  'bullmq-redis': async () => (await import('./bullmq.mjs')).bullmqRedis,
  'bullmq-redis-aof': async () => (await import('./bullmq.mjs')).bullmqRedisAof,
};
