-- What holds of one column of a job whatever the others are. Apart from the table's own checks, since
-- PostgreSQL reads each of those anew for every statement, and a domain's only where the column is
-- written: as checks of the table these cost 12 µs in every update (measured, PostgreSQL 17).
create domain public.job_obstacle as text
  constraint a_job_waits_for_time_its_user_or_a_lock check (value in ('time', 'user', 'lock'));
create domain public.job_priority as smallint
  constraint a_priority_is_from_1_to_10 check (value between 1 and 10);
create domain public.job_user_limit as smallint
  constraint a_user_limit_lets_one_run check (value >= 1);
create domain public.job_input as jsonb
  constraint an_input_is_an_object check (jsonb_typeof(value) = 'object');
create domain public.job_error as jsonb
  constraint an_error_has_a_code_and_a_message
    check (value ?& array['code', 'message', 'retryable']);
create domain public.percentage as smallint
  constraint progress_is_a_percentage check (value between 0 and 100);
create domain public.job_max_attempts as integer
  constraint a_limit_allows_an_attempt check (value >= 1);
create domain public.job_retention_hours as integer
  constraint a_job_is_kept_for_a_while check (value >= 0);
