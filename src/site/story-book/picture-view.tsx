import { memo } from 'react';
import type { Motif, Picture, Shape } from '../../picture.ts';
import { describePicture } from '../../pictures/describe-picture.ts';
import { frame } from '../../pictures/frame.ts';
import { drawings } from '../../pictures/motifs/drawings.ts';
import { tonesOf } from '../../pictures/palette.ts';
import { pictureShapes } from '../../pictures/picture-shapes.ts';

/** A scene's picture, drawn as vectors; whoever does not see it is told what it shows. */
export const PictureView = memo(function PictureView({ picture }: { picture: Picture }) {
  return (
    <svg
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={describePicture(picture)}
      className="block aspect-[4/3] w-full rounded-md"
    >
      {pictureShapes(picture).map(({ x, y, scale, shapes }, index) => (
        <g key={index} transform={`translate(${x} ${y}) scale(${scale})`}>
          <Shapes shapes={shapes} />
        </g>
      ))}
    </svg>
  );
});

/** One motif by itself, as a sign beside its name. */
export function MotifSign({ kind, color }: Pick<Motif, 'kind' | 'color'>) {
  return (
    <svg viewBox="-4 -4 108 108" aria-hidden="true" className="size-7 shrink-0">
      <Shapes shapes={drawings[kind](tonesOf(color))} />
    </svg>
  );
}

function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map(({ path, fill, stroke, strokeWidth, opacity }, index) => (
    <path
      key={index}
      d={path}
      fill={fill ?? 'none'}
      stroke={stroke}
      strokeWidth={stroke === undefined ? undefined : (strokeWidth ?? 1)}
      strokeLinecap="round"
      strokeLinejoin="round"
      opacity={opacity}
    />
  ));
}
