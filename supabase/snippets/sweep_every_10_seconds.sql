-- Optional, for a hosted project: checks every 10 seconds for abandoned jobs, and calls the sweep only when there is
-- one. Netlify's own schedule, once a minute at most, continues.
--
-- Before: enable pg_cron and pg_net (Database → Extensions); set SWEEP_SECRET for the functions and deploy;
-- put the same secret and the site's address into the vault:
--   select vault.create_secret('<the secret>', 'overtime_sweep_secret');
--   select vault.create_secret('https://<site>.netlify.app', 'overtime_site_url');
-- pg_cron notes each run in cron.job_run_details and deletes none: once an hour, those of the hours before go.
--
-- To remove it: select cron.unschedule('overtime-sweep'), cron.unschedule('overtime-sweep-notes');
do $$
begin
  if to_regnamespace('cron') is null or to_regnamespace('net') is null then
    raise notice 'Enable pg_cron and pg_net under Database → Extensions, and run this again.';
    return;
  end if;
  perform cron.schedule('overtime-sweep', '10 seconds', $command$
    select net.http_post(
      url := site.decrypted_secret || '/.netlify/functions/sweep-now',
      headers := jsonb_build_object('authorization', 'Bearer ' || secret.decrypted_secret),
      timeout_milliseconds := 30000
    )
    from vault.decrypted_secrets as site, vault.decrypted_secrets as secret
    where site.name = 'overtime_site_url'
      and secret.name = 'overtime_sweep_secret'
      and overtime.work_is_left()
  $command$);
  perform cron.schedule('overtime-sweep-notes', '17 * * * *', $command$
    delete from cron.job_run_details
    where jobid in (select jobid from cron.job where jobname in ('overtime-sweep', 'overtime-sweep-notes'))
      and end_time < now() - interval '1 hour'
  $command$);
end
$$;
