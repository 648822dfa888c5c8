import type { Styles } from './styles.ts';
import { childOf, isOn, isSwitchedOn, valueOf, type XmlElement } from './xml-reader.ts';

/**
 * The colour that text stands on, as six hexadecimal digits. Null where it cannot be told, as in a shape: there, no
 * colour of text is taken for a hidden one.
 */
export type Ground = string | null;

/** Paper. */
export const white: Ground = 'FFFFFF';

/** Colours that differ by less than this in red, green and blue, of 255, look the same. */
const leastContrast = 16;
/** Type smaller than this cannot be read, in half points; and rows lower than this, in twentieths of a point. */
const smallestType = 4;
const lowestRow = 40;

const highlights: Readonly<Record<string, string>> = {
  black: '000000',
  blue: '0000FF',
  cyan: '00FFFF',
  darkBlue: '000080',
  darkCyan: '008080',
  darkGray: '808080',
  darkGreen: '008000',
  darkMagenta: '800080',
  darkRed: '800000',
  darkYellow: '808000',
  green: '00FF00',
  lightGray: 'C0C0C0',
  magenta: 'FF00FF',
  red: 'FF0000',
  white: 'FFFFFF',
  yellow: 'FFFF00',
};

/** Tells whether a run of text cannot be seen on paper, by what its own properties, its paragraph's and their styles say. */
export type IsHidden = (
  run: XmlElement | undefined,
  paragraph: XmlElement | undefined,
  ground: Ground,
) => boolean;

export function hiddenText(styles: Styles): IsHidden {
  /** What styles say, by their names: runs are many, and styles few. */
  const styled = new Map<string, (XmlElement | undefined)[]>();

  function sayings(run: string | undefined, paragraph: string | undefined): (XmlElement | undefined)[] {
    const key = `${run} ${paragraph}`;
    let found = styled.get(key);
    if (found === undefined) {
      const chain = [...styles.chain(run), ...styles.chain(paragraph)];
      const characters = [...chain.map((style) => style.characters), styles.defaults];
      found = telling.map((name) => first(characters.map((each) => childOf(each, name))));
      found.push(first(chain.map((style) => childOf(style.paragraph, 'shd'))));
      styled.set(key, found);
    }
    return found;
  }

  return (run, paragraph, ground) => {
    const said = sayings(valueOf(run, 'rStyle'), valueOf(paragraph, 'pStyle') ?? styles.usual);
    const [vanish, size, fill, outline, color, highlight, shade] = telling.map(
      (name, index) => childOf(run, name) ?? said[index],
    );
    if (isSwitchedOn(vanish)) return true;
    if (Number(size?.attribute('val') ?? smallestType) < smallestType) return true;
    if (childOf(fill, 'noFill') !== undefined && outline === undefined) return true;
    const own = color?.attribute('val') ?? 'auto';
    if (!isColor(own)) return false;
    const marked = highlights[highlight?.attribute('val') ?? ''];
    return looksLike(own, marked ?? groundOf([shade, childOf(paragraph, 'shd'), said.at(-1)], ground));
  };
}

/** What tells whether a run is seen, in the order in which it is asked. */
const telling = ['vanish', 'sz', 'textFill', 'textOutline', 'color', 'highlight', 'shd'] as const;

const first = (elements: readonly (XmlElement | undefined)[]) => elements.find((each) => each !== undefined);

/** The colour of the first shade that has one. */
export function groundOf(shades: readonly (XmlElement | undefined)[], around: Ground): Ground {
  for (const shade of shades) {
    const [pattern, fill, color] = ['val', 'fill', 'color'].map((name) => shade?.attribute(name) ?? 'auto');
    // A pattern of two colours is neither of them.
    if (shade !== undefined && pattern !== 'clear' && pattern !== 'nil')
      return pattern === 'solid' && color !== 'auto' ? (color ?? null) : null;
    if (pattern === 'clear' && fill !== undefined && fill !== 'auto') return fill;
  }
  return around;
}

/** What a table stands on: a style may shade some of its rows, and says so in too many ways to follow. */
export function tableGround(properties: XmlElement, styles: Styles, around: Ground): Ground {
  const isShaded = ({ children }: XmlElement): boolean =>
    children.some((child) => (child.name === 'shd' && groundOf([child], white) !== white) || isShaded(child));
  const shaded = styles.chain(valueOf(properties, 'tblStyle')).some(({ whole }) => isShaded(whole));
  return groundOf([childOf(properties, 'shd')], shaded ? null : around);
}

/** Whether a row of a table is not printed, or too low for any text. */
export function isHiddenRow(properties: XmlElement): boolean {
  const height = childOf(properties, 'trHeight');
  const isExact = height?.attribute('hRule') === 'exact';
  return isOn(properties, 'hidden') || (isExact && Number(height?.attribute('val') ?? lowestRow) < lowestRow);
}

function looksLike(color: string, ground: Ground): boolean {
  if (ground === null || !isColor(ground)) return false;
  const parts = (hex: string) => [0, 2, 4].map((from) => Number.parseInt(hex.slice(from, from + 2), 16));
  const behind = parts(ground);
  return parts(color).every((part, index) => Math.abs(part - (behind[index] ?? 0)) < leastContrast);
}

const isColor = (text: string) => /^[\dA-F]{6}$/i.test(text);
