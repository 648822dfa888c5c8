-- Items of lore as they count. What the user edits of one are rows of public.edits, as the item has its fields:
-- subject lore:<job>, part item:<index>.
create view public.edited_lore with (security_invoker = true) as
select
  id, user_id, job_id, item_index, kind,
  public.edited_part(user_id, 'lore:' || job_id, 'item:' || item_index, item) as item,
  theme, sample, chosen, removed
from public.lore_items;
revoke all on public.edited_lore from public, anon, authenticated, service_role;
grant select on public.edited_lore to authenticated;

-- A deleted item takes its edits with it.
create function private.delete_lore_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.edits
  where user_id = old.user_id and subject = 'lore:' || old.job_id and part = 'item:' || old.item_index;
  return null;
end
$$;
revoke execute on function private.delete_lore_edits from public;

create trigger delete_lore_edits
  after delete on public.lore_items
  for each row execute function private.delete_lore_edits();
