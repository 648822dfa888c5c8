-- As much of a hosted project's Realtime as our migrations and clients use. Messages that SQL sends are handed to
-- realtime.ts by a notification, and deleted when they are delivered.
create schema if not exists realtime;
grant usage on schema realtime to anon, authenticated, service_role;

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
);
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

create or replace function realtime.topic() returns text language sql stable
as $$ select nullif(current_setting('realtime.topic', true), '') $$;

create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void language plpgsql
as $$
declare
  v_id constant uuid := gen_random_uuid();
begin
  insert into realtime.messages (id, topic, extension, event, payload, private)
  values (v_id, topic, 'broadcast', event, payload, private);
  perform pg_notify('realtime_messages', v_id::text);
end
$$;
