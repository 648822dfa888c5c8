import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nothing listens on. It is not reserved: use it at once. */
export function freePort(): Promise<number> {
  return probe(0) as Promise<number>;
}

/** The first port from `wanted` up that nothing listens on. Throws after a hundred. */
export async function nextFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) {
    if ((await probe(port)) !== null) return port;
  }
  throw new Error(
    `No free port from ${wanted} to ${wanted + 99}: end what listens there, or choose another start.`,
  );
}

function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
