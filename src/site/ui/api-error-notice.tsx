import type { ReactNode } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import { Notice } from './notice.tsx';
import { TechnicalDetails } from './technical-details.tsx';

/** What a call answered; the code to quote, and what the server says of the input, are folded. */
export function ApiErrorNotice({ error, children }: { error: ApiError; children?: ReactNode }) {
  return (
    <Notice tone="danger" title={sentenceFor(error)}>
      <TechnicalDetails>
        <p>
          Error code: <code>{error.code}</code>
        </p>
        <ul className="list-disc pl-5 empty:hidden">
          {error.issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      </TechnicalDetails>
      {children}
    </Notice>
  );
}

/** The server's own sentence, except where it speaks to programmers. */
function sentenceFor({ code, detail }: ApiError): string {
  switch (code) {
    case 'invalid_input':
      return 'Some of the input is not accepted. Correct what is marked, then try again.';
    case 'unexpected_answer':
    case 'unexpected':
    case 'internal_error':
      return 'Something went wrong on our side. Try again in a moment.';
    case 'not_found':
      return 'Job not found. It may have been deleted or have expired.';
    default:
      return detail;
  }
}
