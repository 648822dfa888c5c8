import type { Styles } from './styles.ts';
import { childOf, eachIn, isOn, valueOf, type XmlElement } from './xml-reader.ts';

/** What a paragraph is. */
export interface ParagraphStyle {
  /** 1 to 6; null for what is no heading. */
  readonly heading: number | null;
  /** Of an item of a list: how deep it lies, from 0, and its number as it is printed, empty for a bullet. */
  readonly item: { readonly depth: number; readonly label: string } | null;
}

interface Level {
  readonly format: string;
  readonly text: string;
  readonly start: number;
  readonly style: string | undefined;
  /** Whether the numbers of the levels above it are in digits too. */
  readonly inDigits: boolean;
}

interface List {
  readonly abstractId: string;
  readonly levels: ReadonlyMap<number, Level>;
  /** Levels that begin anew where this list begins. */
  readonly restarts: ReadonlyMap<number, number>;
}

/** Reads paragraphs' styles, and counts the items of lists as Word does: lists of one definition go on counting. */
export function paragraphStyles(
  styles: Styles,
  numberingPart: string | undefined,
): (properties: XmlElement | undefined) => ParagraphStyle {
  const lists = readLists(numberingPart, (style) => valueOf(numberingOf(style), 'numId'));
  const counters = new Map<string, number[]>();
  const begun = new Set<string>();

  function numberingOf(style: string | undefined): XmlElement | undefined {
    for (const { paragraph } of styles.chain(style)) {
      const found = childOf(paragraph, 'numPr');
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function headingOf(properties: XmlElement | undefined, style: string | undefined): number | null {
    const own = valueOf(properties, 'outlineLvl');
    if (own !== undefined) return level(own);
    if (/^heading[1-6]$/i.test(style ?? '')) return Number(style?.at(-1));
    for (const { name, paragraph: styled } of styles.chain(style)) {
      const named = /^heading(?: ([1-6]))?$/i.exec(name);
      if (named !== null) return Number(named[1] ?? 1);
      if (/^title$/i.test(name)) return 1;
      const outline = valueOf(styled, 'outlineLvl');
      if (outline !== undefined) return level(outline);
    }
    return null;
  }

  function itemOf(properties: XmlElement | undefined, style: string | undefined): ParagraphStyle['item'] {
    const numbering = childOf(properties, 'numPr');
    const id = valueOf(numbering, 'numId') ?? valueOf(numberingOf(style), 'numId');
    const list = id === undefined ? undefined : lists.get(id);
    if (id === undefined || list === undefined) return null;
    const linked = [...list.levels].find(([, each]) => each.style !== undefined && each.style === style)?.[0];
    const depth = Number(valueOf(numbering, 'ilvl') ?? linked ?? valueOf(numberingOf(style), 'ilvl') ?? 0);
    const own = list.levels.get(depth);
    if (own === undefined || !(depth >= 0 && depth <= 8)) return null;
    const counts = counters.get(list.abstractId) ?? [];
    counters.set(list.abstractId, counts);
    const restart = begun.has(`${id} ${depth}`) ? undefined : list.restarts.get(depth);
    begun.add(`${id} ${depth}`);
    counts[depth] = restart ?? (counts[depth] === undefined ? own.start : counts[depth] + 1);
    counts.length = depth + 1;
    const number = (at: number) => {
      const { format = 'decimal', start = 1 } = list.levels.get(at) ?? {};
      return formatted(counts[at] ?? start, own.inDigits ? 'decimal' : format);
    };
    const label =
      own.format === 'bullet' || own.format === 'none'
        ? ''
        : own.text.replaceAll(/%([1-9])/g, (_, digit: string) => number(Number(digit) - 1));
    return { depth, label: label.trim() };
  }

  return (properties) => {
    const style = valueOf(properties, 'pStyle');
    return { heading: headingOf(properties, style), item: itemOf(properties, style) };
  };
}

/** An outline has nine levels, and HTML six; the tenth is that of a text's body. */
function level(outline: string): number | null {
  const found = Number(outline);
  return found >= 0 && found < 9 ? Math.min(6, found + 1) : null;
}

function readLists(
  xml: string | undefined,
  listOfStyle: (style: string) => string | undefined,
): ReadonlyMap<string, List> {
  const definitions = new Map<string, XmlElement>();
  const lists = new Map<string, XmlElement>();
  eachIn(xml, (element) => {
    if (element.name === 'abstractNum') definitions.set(element.attribute('abstractNumId') ?? '', element);
    if (element.name === 'num') lists.set(element.attribute('numId') ?? '', element);
  });
  return new Map(
    [...lists].map(([id, list]) => {
      let abstractId = valueOf(list, 'abstractNumId') ?? '';
      // A definition may only point at a style that names a list of another one.
      const link = valueOf(definitions.get(abstractId), 'numStyleLink');
      const linked = link === undefined ? undefined : lists.get(listOfStyle(link) ?? '');
      abstractId = valueOf(linked, 'abstractNumId') ?? abstractId;
      const overrides = list.children.filter(({ name }) => name === 'lvlOverride');
      const levels = [definitions.get(abstractId), ...overrides]
        .flatMap((each) => each?.children ?? [])
        .filter(({ name }) => name === 'lvl');
      return [
        id,
        {
          abstractId,
          levels: new Map(levels.map((each) => [Number(each.attribute('ilvl')), readLevel(each)])),
          restarts: new Map(
            overrides.flatMap((each) => {
              const start = valueOf(each, 'startOverride');
              return start === undefined ? [] : [[Number(each.attribute('ilvl')), Number(start)]];
            }),
          ),
        },
      ];
    }),
  );
}

function readLevel(element: XmlElement): Level {
  return {
    format: valueOf(element, 'numFmt') ?? 'decimal',
    inDigits: isOn(element, 'isLgl'),
    text: valueOf(element, 'lvlText') ?? '',
    start: Number(valueOf(element, 'start') ?? 1),
    style: valueOf(element, 'pStyle'),
  };
}

const romans: readonly (readonly [number, string])[] = Object.entries({
  m: 1000,
  cm: 900,
  d: 500,
  cd: 400,
  c: 100,
  xc: 90,
  l: 50,
  xl: 40,
  x: 10,
  ix: 9,
  v: 5,
  iv: 4,
  i: 1,
}).map(([sign, value]) => [value, sign]);

function formatted(number: number, format: string): string {
  const text = inLowerCase(number, format);
  return format.startsWith('upper') ? text.toUpperCase() : text;
}

function inLowerCase(number: number, format: string): string {
  if (number >= 1 && number <= 5000) {
    if (/roman$/i.test(format)) {
      let left = number;
      return romans
        .map(([value, sign]) => {
          const times = Math.floor(left / value);
          left %= value;
          return sign.repeat(times);
        })
        .join('');
    }
    // After z comes aa, then bb.
    if (/letter$/i.test(format)) {
      return String.fromCodePoint(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26));
    }
  }
  return format === 'decimalZero' && number < 10 ? `0${number}` : String(number);
}
