import { useEffect, useRef, type ReactNode } from 'react';

export interface PageHeadingProps {
  readonly title: string;
  /** The job in view, if any: when it changes, keyboards and screen readers go on at the heading. */
  readonly jobId?: string | null;
  /** At the right of the title, such as the way to a new job. */
  readonly action?: ReactNode;
  /** A sentence on what the page does. */
  readonly children?: ReactNode;
}

/** The page's name. */
export function PageHeading({ title, jobId = null, action, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shownJobId = useRef(jobId);

  useEffect(() => {
    // What was just pressed is gone with the view before.
    if (shownJobId.current !== jobId) heading.current?.focus();
    shownJobId.current = jobId;
  }, [jobId]);

  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1
          ref={heading}
          tabIndex={-1}
          dir="auto"
          className="font-serif text-2xl tracking-tight outline-none sm:text-3xl"
        >
          {title}
        </h1>
        {action}
      </div>
      {children !== undefined && <p className="mt-2 max-w-3xl text-pretty text-ink-soft">{children}</p>}
    </div>
  );
}
