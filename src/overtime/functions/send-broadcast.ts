import { boundedFetch } from '../bounded-fetch.ts';
import type { Broadcast } from '../engine/job-broadcast.ts';
import type { SupabaseKeys } from './environment.ts';

/** A message that is late is of no use: the next one says the same. */
const fetchWithin = boundedFetch({ milliseconds: 3000, maxBytes: 100_000 });

/**
 * Sends a job's messages over HTTP to its private channel, whose policy says who may join
 * (https://supabase.com/docs/guides/realtime/broadcast#broadcast-using-the-rest-api). Through SQL, each message would be
 * a row that the database writes, keeps and replicates.
 */
export function sendBroadcast({ url, secretKey }: SupabaseKeys): Broadcast {
  return async (jobId, payload) => {
    const messages = [{ topic: `job:${jobId}`, event: 'job', payload, private: true }];
    const response = await fetchWithin(`${url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      headers: {
        apikey: secretKey,
        authorization: `Bearer ${secretKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ messages }),
    });
    await response.body?.cancel();
    return response.status === 202;
  };
}
