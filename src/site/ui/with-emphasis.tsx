import type { ReactNode } from 'react';

/** Text with what stands between `*` or `**` emphasized. A lone asterisk is shown as it stands. */
export function withEmphasis(text: string): ReactNode[] {
  return text
    .split(/\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}/)
    .map((part, index) => (index % 2 === 1 ? <em key={index}>{part}</em> : part));
}
