import { taskTemplate } from '../../src/overtime/templates/task/contract.ts';

/** What `overtime_enqueue_job` demands of every job, as a contract has it that names no limit. */
export const defaultLimits = {
  p_contract_version: 1,
  p_priority: 5,
  p_max_attempts: taskTemplate.policy.maxAttempts,
  p_retention_hours: taskTemplate.policy.retentionHours,
};

/** The same, with others beside or instead of them, as arguments in SQL. */
export const limitsInSql = (more: Readonly<Record<string, string>> = {}) =>
  Object.entries({ ...defaultLimits, ...more })
    .map(([name, value]) => `${name} => '${value}'`)
    .join(', ');
