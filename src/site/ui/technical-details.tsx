import type { ReactNode } from 'react';

/** What helps whoever mends it, and nobody else: folded. */
export function TechnicalDetails({ children }: { readonly children: ReactNode }) {
  return (
    <details className="mt-1 text-ink-soft">
      <summary className="w-fit cursor-pointer underline underline-offset-4">Technical details</summary>
      <div className="mt-1 wrap-anywhere">{children}</div>
    </details>
  );
}
