import type { Picture, Shape } from '../picture.ts';
import { frame } from '../pictures/frame.ts';
import { pictureShapes } from '../pictures/picture-shapes.ts';

export interface PictureBox {
  readonly x: number;
  readonly y: number;
  /** In points; the height follows, three quarters of it. */
  readonly width: number;
  /** Radius of its corners, in points. */
  readonly corner: number;
}

export const pictureHeight = (width: number) => (width * frame.height) / frame.width;

/** Draws a picture as vectors into a box on the page. */
export function drawPicture(doc: PDFKit.PDFDocument, picture: Picture, box: PictureBox): void {
  const { x, y, width, corner } = box;
  doc.save();
  doc.roundedRect(x, y, width, pictureHeight(width), corner).clip();
  doc.translate(x, y).scale(width / frame.width);
  for (const layer of pictureShapes(picture)) {
    doc.save();
    doc.translate(layer.x, layer.y).scale(layer.scale);
    for (const shape of layer.shapes) drawShape(doc, shape);
    doc.restore();
  }
  doc.restore();
}

function drawShape(
  doc: PDFKit.PDFDocument,
  { path, fill, stroke, strokeWidth = 1, opacity = 1 }: Shape,
): void {
  if (fill !== undefined) doc.path(path).fillColor(fill, opacity).fill();
  if (stroke !== undefined) {
    doc
      .path(path)
      .lineWidth(strokeWidth)
      .lineCap('round')
      .lineJoin('round')
      .strokeColor(stroke, opacity)
      .stroke();
  }
}
