import type { Server } from 'node:http';
import { jwtVerify } from 'jose';
import type { Sql } from 'postgres';
import { WebSocketServer, type WebSocket } from 'ws';

/** A message as Phoenix sends it: https://hexdocs.pm/phoenix/Phoenix.Socket.html, version 2.0.0. */
type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
];

interface Message {
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
  readonly private: boolean;
}

export interface LocalRealtime {
  /** Answers `POST /realtime/v1/api/broadcast`. */
  broadcast(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Supabase Realtime for this machine: broadcast to those who joined a channel, over what @supabase/realtime-js speaks.
 * Messages come from `realtime.send` and over HTTP with the secret key. Who joins a private channel is checked against
 * the policies of `realtime.messages`, as that user. Missing: messages from clients, presence, changes of tables.
 */
export async function startRealtime(
  server: Server,
  sql: Sql,
  keys: { readonly publishableKey: string; readonly secretKey: string; readonly jwtSecret: string },
): Promise<LocalRealtime> {
  const secret = new TextEncoder().encode(keys.jwtSecret);
  const sockets = new WebSocketServer({ noServer: true });
  /** Who joined a channel, by {@link keyOf}. */
  const joined = new Map<string, Set<WebSocket>>();
  const keyOf = (topic: string, isPrivate: boolean) => `${isPrivate} ${topic}`;

  function deliver({ topic, event, payload, private: isPrivate }: Message): void {
    for (const socket of joined.get(keyOf(topic, isPrivate)) ?? []) {
      send(socket, [null, null, `realtime:${topic}`, 'broadcast', { type: 'broadcast', event, payload }]);
    }
  }

  /** Whether the policies let the token's user receive the topic's messages: tried with one, as the hosted service does. */
  async function mayJoin(topic: string, token: unknown): Promise<boolean> {
    const verified = await jwtVerify(String(token), secret).catch(() => null);
    if (verified === null) return false;
    const { payload: claims } = verified;
    const role = claims['role'] === 'authenticated' ? 'authenticated' : 'anon';
    let allowed = false;
    const undo = new Error('Rolled back.');
    await sql
      .begin(async (transaction) => {
        const [message] = await transaction`
          insert into realtime.messages (topic, extension) values (${topic}, 'broadcast') returning id`;
        await transaction`
          select set_config('role', ${role}, true), set_config('realtime.topic', ${topic}, true),
            set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
            -- Where @supabase/lite's auth.uid() looks.
            set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true)`;
        const seen = await transaction`select from realtime.messages where id = ${message?.['id'] as string}`;
        allowed = seen.length === 1;
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    return allowed;
  }

  async function answer(socket: WebSocket, [joinRef, ref, topic, event, payload]: Frame): Promise<void> {
    const reply = (status: 'ok' | 'error', response: object) =>
      send(socket, [joinRef, ref, topic, 'phx_reply', { status, response }]);
    const name = topic.replace(/^realtime:/, '');
    const { config, access_token: token } = payload as {
      config?: { private?: boolean };
      access_token?: unknown;
    };
    const refused = {
      reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`,
    };
    const leave = () => {
      for (const isPrivate of [true, false]) joined.get(keyOf(name, isPrivate))?.delete(socket);
    };
    if (event === 'heartbeat') reply('ok', {});
    else if (event === 'phx_join') {
      const isPrivate = config?.private === true;
      if (isPrivate && !(await mayJoin(name, token))) return reply('error', refused);
      const key = keyOf(name, isPrivate);
      joined.set(key, (joined.get(key) ?? new Set()).add(socket));
      reply('ok', { postgres_changes: [] });
    } else if (event === 'access_token') {
      if (!joined.get(keyOf(name, true))?.has(socket)) return;
      if (await mayJoin(name, token)) return;
      leave();
      send(socket, [joinRef, null, topic, 'system', { status: 'error', message: refused.reason }]);
      send(socket, [joinRef, null, topic, 'phx_close', {}]);
    } else if (event === 'phx_leave') {
      leave();
      reply('ok', {});
      send(socket, [joinRef, null, topic, 'phx_close', {}]);
    } else reply('error', { reason: `The local Realtime does not know the event ${event}.` });
  }

  server.on('upgrade', (request, stream, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isKnown = [keys.publishableKey, keys.secretKey].includes(searchParams.get('apikey') ?? '');
    if (pathname !== '/realtime/v1/websocket' || !isKnown || searchParams.get('vsn') !== '2.0.0') {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) return;
        // oxlint-disable-next-line typescript/no-base-to-string -- A text frame is one Buffer.
        answer(socket, JSON.parse(data.toString()) as Frame).catch((error: unknown) => console.error(error));
      });
      socket.on('close', () => {
        for (const members of joined.values()) members.delete(socket);
      });
    });
  });

  const listening = await sql.listen('realtime_messages', (id) => {
    sql<
      Message[]
    >`delete from realtime.messages where id = ${id} returning topic, event, payload, private`.then(
      (messages) => messages.forEach(deliver),
      (error: unknown) => console.error(error),
    );
  });

  return {
    async broadcast(request) {
      if (request.headers.get('apikey') !== keys.secretKey) return new Response(null, { status: 401 });
      const { messages } = (await request.json()) as { messages: readonly Message[] };
      messages.forEach(deliver);
      return new Response(null, { status: 202 });
    },
    async close() {
      await listening.unlisten();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function send(socket: WebSocket, frame: Frame): void {
  socket.send(JSON.stringify(frame));
}
