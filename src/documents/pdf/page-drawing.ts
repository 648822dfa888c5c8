import { type Box, boxOf, type Point, type Rule, type Turn, upright } from './page-geometry.ts';
import type { Pdf } from './pdfium.ts';

/** What a page draws besides text. */
export interface PageDrawing {
  /** Straight lines, which are mostly the borders of tables; in the order of their places. */
  readonly horizontal: readonly Rule[];
  readonly vertical: readonly Rule[];
  readonly pictures: readonly Box[];
  /** How many strokes its shapes have; as text has many that was turned into shapes. */
  readonly strokes: number;
}

/** PDFium's numbers for what an object is, and how a piece of a path goes on. */
const [pathObject, imageObject, formObject] = [2, 3, 5];
const [bezierTo, moveTo] = [1, 2];
/** A filled shape thinner than this is a line: word processors draw borders as thin rectangles. */
const thinPoints = 2.5;
/** Lines nearer than this to each other are one line. */
const nearPoints = 1.5;
/** Dashes and dots join over gaps up to this. */
const dashGapPoints = 4;
/** Shorter lines are decoration. */
const shortestPoints = 8;
/** The ground of a row is wider; that of a single word says nothing about rows. */
const rowPoints = 100;
/** A page with more lines than this, or with more strokes, shows a drawing and no table that a person could read. */
const mostLines = 2_000;
const mostStrokes = 100_000;

type Matrix = readonly [number, number, number, number, number, number];

/** Finds the lines and pictures of a page, in the coordinates of a turn. */
export function readDrawing(pdf: Pdf, page: number, turn: Turn): PageDrawing {
  const horizontal: Rule[] = [];
  const vertical: Rule[] = [];
  const pictures: Box[] = [];
  let strokes = 0;
  const addLine = ({ left, top, right, bottom }: Box) => {
    if (bottom - top <= thinPoints && right - left > bottom - top) {
      horizontal.push({ at: (top + bottom) / 2, from: left, to: right });
    } else if (right - left <= thinPoints && bottom - top > right - left) {
      vertical.push({ at: (left + right) / 2, from: top, to: bottom });
    }
  };
  for (const { object, type, matrix } of objectsOf(pdf, page)) {
    const place = (x: number, y: number) => upright(times(matrix, [x, y]), turn);
    if (type === imageObject) pictures.push(boxOf(cornersOf(matrix).map((corner) => upright(corner, turn))));
    if (type !== pathObject || strokes > mostStrokes) continue;
    const { stroked, filled, isSeen } = paintOf(pdf, object);
    const path = pathOf(pdf, object, place);
    strokes += path.length;
    const { left, top, right, bottom } = boxOf(path.flatMap(({ from, to }) => [from, to]));
    const isThin = Math.min(right - left, bottom - top) <= thinPoints;
    if (stroked) for (const { from, to, isCurve } of path) if (!isCurve) addLine(boxOf([from, to]));
    if (stroked || !filled) continue;
    if (isThin) addLine({ left, top, right, bottom });
    else if (path.length > 5) {
      // A border with round corners is filled between its outer and its inner edge.
      for (const { from, to, isCurve } of path) if (!isCurve) addLine(boxOf([from, to]));
    } else if (isSeen && right - left >= rowPoints) {
      horizontal.push({ at: top, from: left, to: right }, { at: bottom, from: left, to: right });
    }
  }
  const joined = { horizontal: join(horizontal), vertical: join(vertical) };
  const isTable = strokes <= mostStrokes && joined.horizontal.length + joined.vertical.length <= mostLines;
  return { ...(isTable ? joined : { horizontal: [], vertical: [] }), pictures, strokes };
}

interface PageObject {
  readonly object: number;
  readonly type: number;
  /** From its own coordinates to those of the page. */
  readonly matrix: Matrix;
}

/** Where the corners of a picture lie. */
export function cornersOf(matrix: Matrix): readonly Point[] {
  const square: readonly Point[] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  return square.map((corner) => times(matrix, corner));
}

/** The objects of a page, also those within others, in the order in which they are drawn. */
export function* objectsOf({ fpdf, out, float }: Pdf, page: number): Generator<PageObject> {
  const matrixOf = (object: number): Matrix => {
    fpdf.FPDFPageObj_GetMatrix(object, out);
    return [float(0), float(1), float(2), float(3), float(4), float(5)];
  };
  function* inForm(form: number, outer: Matrix, depth: number): Generator<PageObject> {
    const count = depth > 8 ? 0 : fpdf.FPDFFormObj_CountObjects(form);
    for (let index = 0; index < count; index += 1)
      yield* within(fpdf.FPDFFormObj_GetObject(form, index), outer, depth);
  }
  function* within(object: number, outer: Matrix, depth: number): Generator<PageObject> {
    const type = fpdf.FPDFPageObj_GetType(object);
    const matrix = product(outer, matrixOf(object));
    if (type === formObject) yield* inForm(object, matrix, depth + 1);
    else yield { object, type, matrix };
  }
  const count = fpdf.FPDFPage_CountObjects(page);
  for (let index = 0; index < count; index += 1) {
    yield* within(fpdf.FPDFPage_GetObject(page, index), [1, 0, 0, 1, 0, 0], 0);
  }
}

function product(outer: Matrix, [a, b, c, d, e, f]: Matrix): Matrix {
  const [ma, mb, mc, md] = outer;
  const [x, y] = times(outer, [e, f]);
  return [ma * a + mc * b, mb * a + md * b, ma * c + mc * d, mb * c + md * d, x, y];
}

function times([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

function paintOf({ fpdf, out, int }: Pdf, object: number) {
  fpdf.FPDFPath_GetDrawMode(object, out, out + 4);
  const [filled, stroked] = [int(0) !== 0, int(1) !== 0];
  fpdf.FPDFPageObj_GetFillColor(object, out, out + 4, out + 8, out + 12);
  return { stroked, filled, isSeen: int(3) > 0 && Math.min(int(0), int(1), int(2)) < 250 };
}

interface Stroke {
  readonly from: Point;
  readonly to: Point;
  readonly isCurve: boolean;
}

function pathOf(
  { fpdf, out, float }: Pdf,
  object: number,
  place: (x: number, y: number) => Point,
): readonly Stroke[] {
  const strokes: Stroke[] = [];
  const count = Math.min(fpdf.FPDFPath_CountSegments(object), mostStrokes);
  let start: Point = [0, 0];
  let from = start;
  for (let index = 0; index < count; index += 1) {
    const segment = fpdf.FPDFPath_GetPathSegment(object, index);
    const type = fpdf.FPDFPathSegment_GetType(segment);
    fpdf.FPDFPathSegment_GetPoint(segment, out, out + 4);
    const to = place(float(0), float(1));
    if (type === moveTo) start = to;
    else strokes.push({ from, to, isCurve: type === bezierTo });
    from = to;
    if (fpdf.FPDFPathSegment_GetClose(segment)) strokes.push({ from, to: start, isCurve: false });
  }
  return strokes;
}

/** Makes one line out of those that continue or cover each other. */
function join(rules: readonly Rule[]): readonly Rule[] {
  const joined: Rule[] = [];
  const groups: Rule[][] = [];
  for (const rule of rules.toSorted((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && rule.at - group[0].at <= nearPoints) group.push(rule);
    else groups.push([rule]);
  }
  for (const group of groups) {
    let last: Rule | undefined;
    for (const rule of group.toSorted((a, b) => a.from - b.from)) {
      const continues = last !== undefined && rule.from <= last.to + dashGapPoints;
      if (last !== undefined && continues) joined.pop();
      last = last !== undefined && continues ? { ...last, to: Math.max(last.to, rule.to) } : rule;
      joined.push(last);
    }
  }
  return joined.filter(({ from, to }) => to - from >= shortestPoints);
}
