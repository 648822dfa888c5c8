/**
 * Seconds that a provider asks to wait before the next call; undefined where it names none.
 *
 * Read from the `Retry-After` header (RFC 9110, section 10.2.3: seconds or a date), and from
 * `RetryInfo.retryDelay` in the error body, where Gemini puts it (google.rpc.RetryInfo).
 */
export function retryAfterSeconds(
  headers: Readonly<Record<string, string>> | undefined,
  body: unknown,
  now: number,
): number | undefined {
  const header = headers?.['retry-after']?.trim();
  if (header !== undefined && header !== '') {
    const seconds = Number(header);
    if (Number.isFinite(seconds)) return Math.max(0, seconds);
    const date = Date.parse(header);
    if (Number.isFinite(date)) return Math.max(0, Math.ceil((date - now) / 1000));
  }
  return retryDelayOf(body);
}

function retryDelayOf(body: unknown): number | undefined {
  if (Array.isArray(body)) return retryDelayOf(body[0]);
  const details = field(field(body, 'error'), 'details');
  if (!Array.isArray(details)) return undefined;
  for (const detail of details) {
    const delay = field(detail, 'retryDelay');
    const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
    if (seconds !== undefined) return Math.ceil(Number(seconds));
  }
  return undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
