-- What the models cost, by day and model, failed and aborted calls included. Calls whose price is not
-- known are counted apart: they were not free.
select
  date_trunc('day', started_at)::date as day,
  provider,
  model,
  count(*) as calls,
  count(*) filter (where outcome in ('failed', 'aborted')) as failed_or_aborted,
  sum(input_tokens) as input_tokens,
  sum(output_tokens) as output_tokens,
  sum(cost_usd) as cost_usd,
  count(*) filter (where cost_usd is null) as calls_without_price
from overtime.job_usage
where started_at > now() - interval '30 days'
group by day, provider, model
order by day desc, cost_usd desc nulls first;
