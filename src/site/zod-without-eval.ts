import { config } from 'zod/v4/core';

// zod compiles its schemas with `new Function`, which the Content-Security-Policy forbids: it would
// try, be refused, and leave a violation in the console. The first import of every page that has a contract, since it must come
// before any schema is made.
config({ jitless: true });
