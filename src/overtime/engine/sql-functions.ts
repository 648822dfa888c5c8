// Written by `npm run sql-types` from the database that the migrations make; a check compares the two.

/** The functions that the Data API calls, and what each takes. */
export interface SqlFunctions {
  overtime_cancel_job: {
    readonly p_job_id: string | null;
    readonly p_user_id: string | null;
  };
  overtime_claim_deliveries: {
    readonly p_limit: number | null;
    readonly p_hold_seconds: number | null;
    readonly p_lane?: string | null;
  };
  overtime_claim_job: {
    readonly p_task: string | null;
    readonly p_lease_seconds: number | null;
    readonly p_dispatch_id?: string | null;
    readonly p_task_limit?: number | null;
    readonly p_lane?: string | null;
  };
  overtime_complete_job: {
    readonly p_job_id: string | null;
    readonly p_lease_id: string | null;
    readonly p_result: unknown;
    readonly p_logs?: unknown;
    readonly p_usage?: unknown;
    readonly p_next_lease_seconds?: number | null;
    readonly p_task_limit?: number | null;
    readonly p_stage?: unknown;
  };
  overtime_count_dispatches: {
    readonly p_ids: readonly string[] | null;
  };
  overtime_delete_job: {
    readonly p_job_id: string | null;
    readonly p_user_id: string | null;
  };
  overtime_due_schedules: {
    readonly p_limit: number | null;
    readonly p_lane?: string | null;
  };
  overtime_due_work: {
    readonly p_lane?: string | null;
  };
  overtime_engine_time: Readonly<Record<string, never>>;
  overtime_enqueue_job: {
    readonly p_id: string | null;
    readonly p_user_id: string | null;
    readonly p_task: string | null;
    readonly p_input: unknown;
    readonly p_contract_version: number | null;
    readonly p_priority: number | null;
    readonly p_max_attempts: number | null;
    readonly p_retention_hours: number | null;
    readonly p_tenant_id?: string | null;
    readonly p_run_at?: string | null;
    readonly p_idempotency_key?: string | null;
    readonly p_input_hash?: string | null;
    readonly p_lock_key?: string | null;
    readonly p_file_bytes?: number | null;
    readonly p_file_sha256?: string | null;
    readonly p_user_limit?: number | null;
    readonly p_rate_limit?: number | null;
    readonly p_rate_seconds?: number | null;
    readonly p_budget_usd?: number | null;
    readonly p_cache_hours?: number | null;
    readonly p_cache_shared?: boolean | null;
    readonly p_webhook_url?: string | null;
    readonly p_schedule_id?: string | null;
    readonly p_lane?: string | null;
    readonly p_title?: string | null;
  };
  overtime_enqueue_jobs: {
    readonly p_jobs: unknown;
    readonly p_user_id: string | null;
    readonly p_task: string | null;
    readonly p_contract_version: number | null;
    readonly p_max_attempts: number | null;
    readonly p_retention_hours: number | null;
    readonly p_tenant_id?: string | null;
    readonly p_idempotency_key?: string | null;
    readonly p_user_limit?: number | null;
    readonly p_rate_limit?: number | null;
    readonly p_rate_seconds?: number | null;
    readonly p_budget_usd?: number | null;
    readonly p_cache_hours?: number | null;
    readonly p_cache_shared?: boolean | null;
    readonly p_webhook_url?: string | null;
    readonly p_lane?: string | null;
  };
  overtime_fail_job: {
    readonly p_job_id: string | null;
    readonly p_lease_id: string | null;
    readonly p_error: unknown;
    readonly p_retry_seconds?: number | null;
    readonly p_internal_error?: string | null;
    readonly p_worker?: string | null;
    readonly p_logs?: unknown;
    readonly p_usage?: unknown;
  };
  overtime_get_job: {
    readonly p_job_id: string | null;
    readonly p_since?: number | null;
    readonly p_changes?: boolean | null;
  };
  overtime_get_job_input: {
    readonly p_job_id: string | null;
  };
  overtime_hand_over_job: {
    readonly p_job_id: string | null;
    readonly p_lease_id: string | null;
    readonly p_max_hand_overs: number | null;
    readonly p_max_seconds: number | null;
    readonly p_worker?: string | null;
    readonly p_logs?: unknown;
    readonly p_usage?: unknown;
    readonly p_max_idle_hand_overs?: number | null;
  };
  overtime_heartbeat_job: {
    readonly p_job_id: string | null;
    readonly p_lease_id: string | null;
    readonly p_lease_seconds: number | null;
    readonly p_progress?: number | null;
    readonly p_stage?: string | null;
    readonly p_message?: string | null;
    readonly p_stages?: unknown;
    readonly p_partial?: unknown;
    readonly p_changes?: unknown;
    readonly p_logs?: unknown;
    readonly p_usage?: unknown;
  };
  overtime_hold_call: {
    readonly p_user_id: string | null;
    readonly p_seconds: number | null;
    readonly p_places: number | null;
  };
  overtime_list_job_logs: {
    readonly p_job_id: string | null;
    readonly p_after?: number | null;
    readonly p_limit?: number | null;
  };
  overtime_list_job_usage: {
    readonly p_job_id: string | null;
  };
  overtime_list_jobs: {
    readonly p_limit: number | null;
    readonly p_task?: string | null;
    readonly p_status?: string | null;
    readonly p_sample?: boolean | null;
    readonly p_before_at?: string | null;
    readonly p_before_id?: string | null;
    readonly p_q?: string | null;
  };
  overtime_list_schedules: Readonly<Record<string, never>>;
  overtime_move_schedule: {
    readonly p_id: string | null;
    readonly p_due_at: string | null;
    readonly p_next_run_at: string | null;
    readonly p_job_id?: string | null;
    readonly p_error?: string | null;
  };
  overtime_operator_cancel_job: {
    readonly p_job_id: string | null;
  };
  overtime_operator_get_job: {
    readonly p_job_id: string | null;
  };
  overtime_operator_list_jobs: {
    readonly p_limit?: number | null;
    readonly p_status?: string | null;
    readonly p_task?: string | null;
    readonly p_user?: string | null;
    readonly p_from?: string | null;
    readonly p_to?: string | null;
    readonly p_before?: string | null;
  };
  overtime_operator_retry_job: {
    readonly p_job_id: string | null;
    readonly p_new_id: string | null;
  };
  overtime_operator_run_again: {
    readonly p_job_id: string | null;
    readonly p_new_id: string | null;
  };
  overtime_operator_summary: Readonly<Record<string, never>>;
  overtime_purge_jobs: {
    readonly p_limit: number | null;
  };
  overtime_record_delivery: {
    readonly p_delivery_id: string | null;
    readonly p_error?: string | null;
    readonly p_retry_seconds?: number | null;
  };
  overtime_record_usage: {
    readonly p_job_id: string | null;
    readonly p_attempt: number | null;
    readonly p_usage: unknown;
  };
  overtime_redispatch_job: {
    readonly p_job_id: string | null;
    readonly p_lane?: string | null;
  };
  overtime_release_call: {
    readonly p_user_id: string | null;
    readonly p_end: string | null;
  };
  overtime_retry_job: {
    readonly p_job_id: string | null;
    readonly p_user_id: string | null;
    readonly p_new_id: string | null;
    readonly p_rate_limit?: number | null;
    readonly p_rate_seconds?: number | null;
    readonly p_budget_usd?: number | null;
    readonly p_idempotency_key?: string | null;
  };
  overtime_save_schedule: {
    readonly p_id: string | null;
    readonly p_user_id: string | null;
    readonly p_task: string | null;
    readonly p_input: unknown;
    readonly p_cron: string | null;
    readonly p_time_zone: string | null;
    readonly p_next_run_at: string | null;
    readonly p_tenant_id?: string | null;
    readonly p_file_bytes?: number | null;
    readonly p_file_sha256?: string | null;
    readonly p_limit?: number | null;
    readonly p_lane?: string | null;
  };
  overtime_save_stage: {
    readonly p_job_id: string | null;
    readonly p_lease_id: string | null;
    readonly p_lease_seconds: number | null;
    readonly p_name: string | null;
    readonly p_item?: number | null;
    readonly p_status?: string | null;
    readonly p_output?: unknown;
    readonly p_reason?: string | null;
    readonly p_started_at?: string | null;
    readonly p_progress?: number | null;
    readonly p_logs?: unknown;
    readonly p_usage?: unknown;
  };
  overtime_schema_version: Readonly<Record<string, never>>;
  overtime_stop_schedule: {
    readonly p_id: string | null;
    readonly p_user_id: string | null;
  };
  overtime_sweep_jobs: {
    readonly p_limit: number | null;
    readonly p_lane?: string | null;
  };
  overtime_unneeded_files: {
    readonly p_limit: number | null;
  };
  overtime_webhook_secret: {
    readonly p_user_id: string | null;
  };
}
