// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { useShelf } from '../../src/site/lore/use-shelf.ts';
import type { SiteSupabase } from '../../src/site/supabase-client.ts';
import { SupabaseContext, UserIdContext } from '../../src/site/supabase-context.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { playedClient } from '../overtime/react/react-rig.tsx';
import { JobsProvider } from '../../src/overtime/react.ts';

const [relic] = sampleLore.relics;
const row = {
  id: 1,
  job_id: 'job-1',
  item_index: 0,
  kind: 'relics',
  item: relic,
  theme: 'salt',
  sample: false,
};

/** A table of one item, read as often as `answers` allows; after that, reads and writes are not answered. */
function table(answers: number) {
  let reads = 0;
  const never = new Promise<never>(() => undefined);
  const read = () => {
    reads += 1;
    return reads > answers
      ? never
      : Promise.resolve({ data: [{ ...row, chosen: true, removed: false }], error: null });
  };
  const steps = { select: () => steps, order: () => steps, limit: () => steps, abortSignal: read };
  return { from: () => ({ ...steps, update: () => ({ in: () => never }) }) } as unknown as SiteSupabase;
}

test('a choice is shown at once, also while the shelf is being read', async () => {
  const queries = new QueryClient();
  const supabase = table(1);
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <SupabaseContext value={supabase}>
      <UserIdContext value="user-1">
        <QueryClientProvider client={queries}>
          <JobsProvider client={playedClient().client} queryClient={queries}>
            {children}
          </JobsProvider>
        </QueryClientProvider>
      </UserIdContext>
    </SupabaseContext>
  );
  const { result } = renderHook(() => useShelf(), { wrapper });
  await waitFor(() => expect(result.current.items).toHaveLength(1));
  act(() => result.current.refresh());
  expect(queries.isFetching()).toBe(1);

  const shown = () => queries.getQueryData<{ chosen: boolean }[]>(['overtime', 'rows', 'lore'])?.[0]?.chosen;
  expect(shown()).toBe(true);
  act(() => void result.current.change(result.current.items ?? [], { chosen: false }));
  expect(shown()).toBe(false);
});
