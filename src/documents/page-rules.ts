/** A straight line on the page: from `from` to `to` along one axis, at `at` on the other. Points, y upwards. */
export interface Rule {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface PageRules {
  readonly horizontal: readonly Rule[];
  readonly vertical: readonly Rule[];
}

/** What a page draws: pdf.js' operator list, and the numbers of the operators that matter here. */
export interface Drawing {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

export interface OperatorNumbers {
  readonly save: number;
  readonly restore: number;
  readonly transform: number;
  readonly constructPath: number;
  readonly paintFormXObjectBegin: number;
  readonly paintFormXObjectEnd: number;
  readonly stroke: number;
  readonly closeStroke: number;
  readonly fill: number;
  readonly eoFill: number;
  readonly fillStroke: number;
  readonly eoFillStroke: number;
  readonly closeFillStroke: number;
  readonly closeEOFillStroke: number;
}

type Matrix = readonly [number, number, number, number, number, number];
type Point = readonly [x: number, y: number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];
/** A filled shape thinner than this is a line: word processors draw borders as thin rectangles. */
const thinPoints = 2.5;
/** A rectangle has four corners and comes back to the first, sometimes twice. */
const rectanglePoints = 6;
/** Lines nearer than this to each other are one line. */
const nearPoints = 1.5;
/** Dashes and dots join over gaps up to this. */
const dashGapPoints = 4;
/** Shorter lines are decoration. */
const shortestPoints = 8;

/** Finds the horizontal and vertical lines that a page draws, which are mostly the borders of its tables. */
export function findRules(drawing: Drawing, ops: OperatorNumbers): PageRules {
  const horizontal: Rule[] = [];
  const vertical: Rule[] = [];
  const stroking = new Set([
    ops.stroke,
    ops.closeStroke,
    ops.fillStroke,
    ops.eoFillStroke,
    ops.closeFillStroke,
    ops.closeEOFillStroke,
  ]);
  const filling = new Set([ops.fill, ops.eoFill]);
  const saved: Matrix[] = [];
  let matrix = identity;

  const addLine = (a: Point, b: Point) => {
    const width = Math.abs(a[0] - b[0]);
    const height = Math.abs(a[1] - b[1]);
    if (height <= thinPoints && width > height) {
      horizontal.push({ at: (a[1] + b[1]) / 2, from: Math.min(a[0], b[0]), to: Math.max(a[0], b[0]) });
    } else if (width <= thinPoints && height > width) {
      vertical.push({ at: (a[0] + b[0]) / 2, from: Math.min(a[1], b[1]), to: Math.max(a[1], b[1]) });
    }
  };

  for (const [index, operator] of drawing.fnArray.entries()) {
    const args = drawing.argsArray[index];
    if (operator === ops.save) saved.push(matrix);
    else if (operator === ops.restore || operator === ops.paintFormXObjectEnd) matrix = saved.pop() ?? matrix;
    else if (operator === ops.transform) matrix = times(matrix, args);
    else if (operator === ops.paintFormXObjectBegin) {
      saved.push(matrix);
      matrix = times(matrix, (args as readonly unknown[])[0]);
    } else if (operator === ops.constructPath) {
      const [paint, data] = args as readonly [number, readonly (ArrayLike<number> | null)[]];
      const shapes = shapesOf(data[0] ?? [], matrix);
      if (stroking.has(paint)) {
        for (const shape of shapes) for (const [a, b] of pairs(shape)) addLine(a, b);
      } else if (filling.has(paint)) {
        for (const shape of shapes) if (shape.length <= rectanglePoints) addLine(...cornersOf(shape));
      }
    }
  }
  return { horizontal: join(horizontal), vertical: join(vertical) };
}

function times(matrix: Matrix, by: unknown): Matrix {
  if (!Array.isArray(by) || by.length !== 6) return matrix;
  const [a, b, c, d, e, f] = by as unknown as Matrix;
  const [ma, mb, mc, md, me, mf] = matrix;
  return [
    ma * a + mc * b,
    mb * a + md * b,
    ma * c + mc * d,
    mb * c + md * d,
    ma * e + mc * f + me,
    mb * e + md * f + mf,
  ];
}

/** The polygons of a path in page coordinates; those with curves are left out. Codes: pdf.js' `DrawOPS`. */
function shapesOf(data: ArrayLike<number>, [a, b, c, d, e, f]: Matrix): readonly (readonly Point[])[] {
  const shapes: Point[][] = [];
  let curved = false;
  const point = (at: number): Point => {
    const x = data[at] ?? 0;
    const y = data[at + 1] ?? 0;
    return [a * x + c * y + e, b * x + d * y + f];
  };
  for (let at = 0; at < data.length;) {
    const code = data[at];
    const shape = shapes.at(-1);
    if (code === 0) {
      if (curved) shapes.pop();
      curved = false;
      shapes.push([point(at + 1)]);
      at += 3;
    } else if (code === 1) {
      shape?.push(point(at + 1));
      at += 3;
    } else if (code === 4) {
      if (shape?.[0] !== undefined) shape.push(shape[0]);
      at += 1;
    } else {
      curved = true;
      at += code === 2 ? 7 : 5;
    }
  }
  if (curved) shapes.pop();
  return shapes;
}

function pairs(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.slice(1).map((point, index) => [points[index] ?? point, point] as const);
}

function cornersOf(points: readonly Point[]): [Point, Point] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

/** Makes one line out of those that continue or cover each other. */
function join(rules: readonly Rule[]): readonly Rule[] {
  const joined: Rule[] = [];
  for (const group of groupNear(rules)) {
    let current: Rule | undefined;
    for (const rule of group.toSorted((a, b) => a.from - b.from)) {
      if (current !== undefined && rule.from <= current.to + dashGapPoints) {
        current = { at: current.at, from: current.from, to: Math.max(current.to, rule.to) };
        joined[joined.length - 1] = current;
      } else {
        current = rule;
        joined.push(rule);
      }
    }
  }
  return joined.filter((rule) => rule.to - rule.from >= shortestPoints);
}

function groupNear(rules: readonly Rule[]): Rule[][] {
  const groups: Rule[][] = [];
  for (const rule of rules.toSorted((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && rule.at - group[0].at <= nearPoints) group.push(rule);
    else groups.push([rule]);
  }
  return groups;
}
