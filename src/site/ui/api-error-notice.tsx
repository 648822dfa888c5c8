import type { ReactNode } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import { Notice } from './notice.tsx';

/** What a call answered, with the code to quote and what is wrong with the input, if anything. */
export function ApiErrorNotice({ error, children }: { error: ApiError; children?: ReactNode }) {
  return (
    <Notice tone="danger" title={error.detail}>
      {error.issues.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {error.issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1 text-ink-soft">
        Error code: <code>{error.code}</code>
      </p>
      {children}
    </Notice>
  );
}
