/** Who can sign in to a local stack. Never made on a hosted project: everybody knows their password. */
export const demoUsers = [
  { email: 'ada@example.com', password: 'analytical-engine' },
  { email: 'grace@example.com', password: 'analytical-engine' },
] as const;

export interface DemoUser {
  readonly email: string;
  readonly password: string;
}
