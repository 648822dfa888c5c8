import { useId, type ReactNode } from 'react';

export interface CardProps {
  readonly title: string;
  /** At the right of the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** It is being written. */
  readonly busy?: boolean;
}

/** One thing on a sheet of its own, under its name. */
export function Card({ title, action, children, className, busy }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      aria-busy={busy}
      className={className === undefined ? 'sheet card' : `sheet card ${className}`}
    >
      <div className="card-head">
        <h2 id={id} dir="auto" className="card-title">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
