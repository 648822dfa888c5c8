import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly tone: 'danger' | 'info';
  readonly title: string;
  readonly children?: ReactNode;
}

/** Something to know or to mend. A danger is read out at once. */
export function Notice({ tone, title, children }: NoticeProps) {
  const Icon = tone === 'danger' ? CircleAlert : Info;
  return (
    <div role={tone === 'danger' ? 'alert' : 'status'} className={`notice notice-${tone}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 text-sm">
        <p className="font-medium">{title}</p>
        {children}
      </div>
    </div>
  );
}
