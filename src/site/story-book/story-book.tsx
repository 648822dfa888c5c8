import { useState } from 'react';
import type { PartialOf, ResultOf } from '../../overtime/index.ts';
import type { generateBook } from '../../tasks/generate-book/contract.ts';
import { NarrationPlayer } from './narration-player.tsx';
import { SceneView } from './scene-view.tsx';

type Draft = PartialOf<typeof generateBook>;

/** The scenes of a book as far as they are written, and its narration once there is one. */
export function StoryBook({
  book,
  audio = [],
  isWriting,
}: {
  readonly book: Draft;
  readonly audio?: ResultOf<typeof generateBook>['audio'];
  readonly isWriting: boolean;
}) {
  const tracks = audio.map(({ scene, file }) => ({
    scene,
    path: file.path,
    title: book.scenes.find(({ number }) => number === scene)?.title ?? '',
  }));
  const [scene, setScene] = useState(1);
  const [starts, setStarts] = useState(false);
  const listen = (asked: number) => {
    setScene(asked);
    setStarts(true);
  };

  return (
    <div className="grid gap-6">
      <h2 className="sr-only">The scenes</h2>
      {book.scenes.map((each) => (
        <SceneView
          key={each.number}
          scene={each}
          isWriting={isWriting}
          {...(tracks.some((track) => track.scene === each.number) && {
            onListen: () => listen(each.number),
          })}
        />
      ))}
      <NarrationPlayer tracks={tracks} scene={scene} starts={starts} onScene={listen} />
    </div>
  );
}
