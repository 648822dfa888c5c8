import { Component, type ReactNode } from 'react';
import { Notice } from '../ui/notice.tsx';

/** Stands in for a page that could not be loaded or shown. */
export class PageFailure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice tone="danger" title="This page could not be shown">
        <p>
          Your jobs keep running.{' '}
          {navigator.onLine
            ? 'Reload the page. If that does not help, try again later.'
            : 'You are offline: reload the page once you have a connection.'}
        </p>
        <button type="button" className="button mt-4" onClick={() => window.location.reload()}>
          Reload
        </button>
      </Notice>
    );
  }
}
