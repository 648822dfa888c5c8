/** Who can sign in to a local stack. Never made on a hosted project: everybody knows their password. */
export const demoUsers = [
  { email: 'ada@example.com', password: 'analytical-engine' },
  { email: 'grace@example.com', password: 'analytical-engine' },
  { email: 'operator@example.com', password: 'analytical-engine', isOperator: true },
] as const;

export interface DemoUser {
  readonly email: string;
  readonly password: string;
  /** Sees all jobs on the page /operator. */
  readonly isOperator?: true;
}
