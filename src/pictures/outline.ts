import type { Shape } from '../picture.ts';
import { frame } from './frame.ts';

/** A filled shape. */
export function fill(path: string, color: string, opacity = 1): Shape {
  return opacity === 1 ? { path, fill: color } : { path, fill: color, opacity };
}

/** A line of a width. */
export function line(path: string, color: string, width: number, opacity = 1): Shape {
  return { path, stroke: color, strokeWidth: width, ...(opacity === 1 ? {} : { opacity }) };
}

export function circle(x: number, y: number, radius: number): string {
  return ellipse(x, y, radius, radius);
}

export function ellipse(x: number, y: number, radiusX: number, radiusY: number): string {
  const arc = `A${radiusX} ${radiusY} 0 1 0`;
  return `M${x - radiusX} ${y} ${arc} ${x + radiusX} ${y} ${arc} ${x - radiusX} ${y} Z`;
}

export function box(x: number, y: number, width: number, height: number, corner = 0): string {
  if (corner === 0) return `M${x} ${y} H${x + width} V${y + height} H${x} Z`;
  const arc = (toX: number, toY: number) => `A${corner} ${corner} 0 0 1 ${toX} ${toY}`;
  const [right, bottom] = [x + width, y + height];
  return (
    `M${x + corner} ${y} H${right - corner} ${arc(right, y + corner)} V${bottom - corner} ` +
    `${arc(right - corner, bottom)} H${x + corner} ${arc(x, bottom - corner)} V${y + corner} ${arc(x + corner, y)} Z`
  );
}

/** A closed outline through points, given as x, y, x, y and so on. */
export function polygon(...points: readonly number[]): string {
  const pairs = points.flatMap((x, index) => (index % 2 === 0 ? [`${x} ${points[index + 1] ?? 0}`] : []));
  return `M${pairs.join(' L')} Z`;
}

/** Points around a centre, from the top and clockwise, two decimals each. */
export function around(count: number, x: number, y: number, radius: number, turn = 0): [number, number][] {
  return Array.from({ length: count }, (_, index) => {
    const angle = ((index + turn) / count) * 2 * Math.PI;
    return [round(x + radius * Math.sin(angle)), round(y - radius * Math.cos(angle))];
  });
}

/** The outline of a star of five points, from its uppermost; its notches lie on the inner radius. */
export function star(x: number, y: number, outer: number, inner: number): string {
  const notches = around(5, x, y, inner, 0.5);
  return polygon(...around(5, x, y, outer).flatMap((point, index) => [...point, ...(notches[index] ?? [])]));
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Places all over the frame, evenly and without a pattern that one sees: the R2 sequence, whose two steps are
 * powers of the plastic number.
 */
export function scatter(count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [
    Math.round(((index * 0.754878 + 0.31) % 1) * frame.width),
    Math.round(((index * 0.56984 + 0.17) % 1) * frame.height),
  ]);
}
