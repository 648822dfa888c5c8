/** The keys of the query cache. */
export const queryKeys = {
  job: (task: string, jobId: string | null) => ['overtime', 'job', task, jobId] as const,
  lists: ['overtime', 'jobs'] as const,
  list: (filters: object) => ['overtime', 'jobs', filters] as const,
};
