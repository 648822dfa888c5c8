import type { Picture, Shape } from '../picture.ts';
import { describePicture } from './describe-picture.ts';
import { frame } from './frame.ts';
import { type Layer, pictureShapes } from './picture-shapes.ts';

/** A picture as an SVG document, 4 to 3, with what it shows as its title. No text of a user's is in it. */
export function pictureSvg(picture: Picture): string {
  const layers = pictureShapes(picture).map(group).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" role="img">` +
    `<title>${describePicture(picture)}</title>${layers}</svg>`
  );
}

function group({ x, y, scale, shapes }: Layer): string {
  const drawn = shapes.map(element).join('');
  return x === 0 && y === 0 && scale === 1
    ? drawn
    : `<g transform="translate(${x} ${y}) scale(${scale})">${drawn}</g>`;
}

function element({ path, fill, stroke, strokeWidth, opacity }: Shape): string {
  const line =
    stroke === undefined
      ? ''
      : ` stroke="${stroke}" stroke-width="${strokeWidth ?? 1}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<path d="${path}" fill="${fill ?? 'none'}"${line}${opacity === undefined ? '' : ` opacity="${opacity}"`}/>`;
}
