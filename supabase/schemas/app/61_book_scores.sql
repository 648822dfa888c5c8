-- The books that a user has had scored, each with its latest scores. They stay when their jobs are purged,
-- until their owner deletes them.
create table public.book_scores (
  user_id uuid not null references auth.users (id) on delete cascade,
  -- The same for every spelling of the same book (bookKey in the contract of score-book).
  book_key text not null,
  -- The job that the scores are from.
  job_id text not null,
  title text not null,
  author text not null,
  isbn text,
  genre text,
  subgenre text,
  -- { name, position }
  series jsonb,
  -- { readability, grammar, prose, polish, pacing }, each 0 to 100.
  scores jsonb not null,
  overall_score smallint not null,
  confidence text not null,
  flags jsonb not null,
  review_count integer not null,
  scoring_status text not null,
  -- True when any of it is made of samples.
  sample boolean not null,
  scored_at timestamptz not null,

  primary key (user_id, book_key),
  constraint an_overall_score_is_from_0_to_100 check (overall_score between 0 and 100),
  constraint a_confidence_is_one_of_three check (confidence in ('high', 'medium', 'low')),
  constraint a_scoring_is_ok_or_limited check (scoring_status in ('ok', 'limited'))
);

alter table public.book_scores enable row level security;
revoke all on public.book_scores from public, anon, authenticated, service_role;
grant select, delete on public.book_scores to authenticated;
grant select on public.book_scores to service_role;

create policy "A user reads the scores of their own books" on public.book_scores
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user deletes the scores of their own books" on public.book_scores
  for delete to authenticated
  using ((select auth.uid()) = user_id);

-- Keeps the scores of a job, in the transaction that completes it.
create function private.keep_book_score(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.book_scores (
    user_id, book_key, job_id, title, author, isbn, genre, subgenre, series, scores, overall_score,
    confidence, flags, review_count, scoring_status, sample, scored_at
  ) values (
    p_job.user_id, p_job.result ->> 'bookKey', p_job.id, p_job.result ->> 'bookTitle',
    p_job.result ->> 'author', p_job.result ->> 'isbn', p_job.result ->> 'genre',
    p_job.result ->> 'subgenre', nullif(p_job.result -> 'series', 'null'), p_job.result -> 'scores',
    (p_job.result ->> 'overallScore')::smallint, p_job.result ->> 'confidence', p_job.result -> 'flags',
    (p_job.result ->> 'reviewCount')::integer, p_job.result ->> 'scoringStatus', p_job.sample,
    p_job.finished_at
  )
  on conflict (user_id, book_key) do update set
    job_id = excluded.job_id,
    title = excluded.title,
    author = excluded.author,
    isbn = excluded.isbn,
    genre = excluded.genre,
    subgenre = excluded.subgenre,
    series = excluded.series,
    scores = excluded.scores,
    overall_score = excluded.overall_score,
    confidence = excluded.confidence,
    flags = excluded.flags,
    review_count = excluded.review_count,
    scoring_status = excluded.scoring_status,
    sample = excluded.sample,
    scored_at = excluded.scored_at;

  -- A score made while a source was down is not reused: the next request asks both again.
  if p_job.cache_until is not null
    and p_job.result -> 'flags' ?| array['hardcover_unavailable', 'google_books_unavailable']
  then
    update overtime.jobs set cache_until = null where id = p_job.id;
  end if;
end
$$;
revoke execute on function private.keep_book_score from public;
