import type { Environment } from '../../overtime/functions/environment.ts';

/** A shorter value is nobody's secret, and would be found in ordinary words. */
const shortest = 12;

/**
 * Makes what blots secrets out of a text: whatever a server or a driver put into its message, no value of a
 * variable that is named like a secret is printed.
 */
export function hideSecrets(env: Environment): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => /KEY|SECRET|TOKEN|PASSWORD/.test(name) && (value ?? '').length >= shortest)
    .map(([, value = '']) => value)
    // One may begin with another.
    .toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
}
