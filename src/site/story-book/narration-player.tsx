import { SkipBack, SkipForward } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { useFileUrl } from '../ui/use-file-url.ts';

export interface Track {
  readonly scene: number;
  readonly title: string;
  /** Of the file in the bucket. */
  readonly path: string;
}

export interface NarrationPlayerProps {
  readonly tracks: readonly Track[];
  /** The scene that is being read aloud. */
  readonly scene: number;
  /** Somebody asked to hear it: it starts as soon as it is there. */
  readonly starts: boolean;
  readonly onScene: (scene: number) => void;
}

/** Reads the book aloud, one scene after another. */
export function NarrationPlayer({ tracks, scene, starts, onScene }: NarrationPlayerProps) {
  const index = tracks.findIndex((track) => track.scene === scene);
  const track = tracks[index];
  const { url, problem, renew } = useFileUrl(track?.path ?? null);
  if (track === undefined) return null;
  const before = tracks[index - 1];
  const after = tracks[index + 1];

  return (
    <section
      aria-label="Narration"
      className="sheet sticky bottom-3 z-1 grid items-center gap-x-4 gap-y-1 px-4 py-3 shadow-md sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <p className="truncate text-sm" aria-live="polite">
        <span className="text-ink-soft">
          Scene {track.scene} of {tracks.length}
        </span>{' '}
        {track.title}
      </p>
      <div className="flex min-w-0 items-center gap-1">
        <Button
          look="quiet"
          aria-label="Previous scene"
          disabled={before === undefined}
          onClick={() => before !== undefined && onScene(before.scene)}
        >
          <SkipBack aria-hidden="true" className="size-4" />
        </Button>
        {/* The text that is read stands on the page. */}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <audio
          controls
          preload="none"
          className="h-10 w-full min-w-0 sm:w-72"
          aria-label={`Scene ${track.scene}, read aloud`}
          src={url ?? undefined}
          autoPlay={starts}
          onEnded={() => after !== undefined && onScene(after.scene)}
        />
        <Button
          look="quiet"
          aria-label="Next scene"
          disabled={after === undefined}
          onClick={() => after !== undefined && onScene(after.scene)}
        >
          <SkipForward aria-hidden="true" className="size-4" />
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className="text-sm text-danger sm:col-span-full">
          {problem}{' '}
          <button type="button" className="link" onClick={renew}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}
