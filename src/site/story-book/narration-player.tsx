import { SkipBack, SkipForward } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { useFileUrl } from '../ui/use-file-url.ts';

export interface NarrationPlayerProps {
  readonly scene: number;
  /** Of the file in the bucket. */
  readonly path: string;
  /** The scenes beside it that are read aloud; undefined where there is none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly onScene: (scene: number) => void;
}

/** Reads a scene aloud, inside the scene, so that it covers nothing; then the next one is read. */
export function NarrationPlayer({ scene, path, before, after, onScene }: NarrationPlayerProps) {
  const { url, problem, renew } = useFileUrl(path);
  const player = useRef<HTMLElement>(null);
  useEffect(() => {
    // The button that began it, or the player of the scene before, is gone with the focus.
    if (document.activeElement === document.body) player.current?.focus();
    else player.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const skip = (label: string, to: number | undefined, Icon: typeof SkipBack) => (
    <Button
      look="quiet"
      aria-label={label}
      disabled={to === undefined}
      onClick={() => to !== undefined && onScene(to)}
    >
      <Icon aria-hidden="true" className="size-4" />
    </Button>
  );

  return (
    <section ref={player} tabIndex={-1} aria-label={`Narration of scene ${scene}`} className="grid gap-1">
      <div className="flex min-w-0 items-center gap-1">
        {skip('Previous scene', before, SkipBack)}
        {/* The text that is read stands above it. */}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <audio
          controls
          autoPlay
          className="h-10 w-full min-w-0"
          aria-label={`Scene ${scene}, read aloud`}
          src={url ?? undefined}
          onEnded={() => after !== undefined && onScene(after)}
        />
        {skip('Next scene', after, SkipForward)}
      </div>
      {problem !== null && (
        <p role="alert" className="text-sm text-danger">
          {problem}{' '}
          <button type="button" className="link" onClick={renew}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}
