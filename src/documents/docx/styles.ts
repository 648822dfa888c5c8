import { childOf, eachIn, valueOf, type XmlElement } from './xml-reader.ts';

/** A style of paragraphs, of characters or of tables. */
export interface Style {
  readonly name: string;
  /** What it says of paragraphs, and of the characters in them. */
  readonly paragraph: XmlElement | undefined;
  readonly characters: XmlElement | undefined;
  readonly whole: XmlElement;
  readonly basedOn: string | undefined;
}

export interface Styles {
  /** A style, and the styles that it is based on, the nearest one first. */
  readonly chain: (id: string | undefined) => readonly Style[];
  /** The style of paragraphs that name none. */
  readonly usual: string | undefined;
  /** What is said of all characters. */
  readonly defaults: XmlElement | undefined;
}

/** Reads the styles of a document from their part. */
export function readStyles(xml: string | undefined): Styles {
  const styles = new Map<string, Style>();
  let usual: string | undefined;
  let defaults: XmlElement | undefined;
  eachIn(xml, (element) => {
    if (element.name === 'docDefaults') defaults = childOf(childOf(element, 'rPrDefault'), 'rPr');
    const id = element.attribute('styleId');
    if (element.name !== 'style' || id === undefined) return;
    if (element.attribute('type') === 'paragraph' && element.attribute('default') === '1') usual = id;
    styles.set(id, {
      name: valueOf(element, 'name') ?? '',
      paragraph: childOf(element, 'pPr'),
      characters: childOf(element, 'rPr'),
      whole: element,
      basedOn: valueOf(element, 'basedOn'),
    });
  });
  const chains = new Map<string, readonly Style[]>();

  function chain(id: string | undefined): readonly Style[] {
    if (id === undefined) return [];
    const known = chains.get(id);
    if (known !== undefined) return known;
    const found: Style[] = [];
    for (let style = styles.get(id); style !== undefined && !found.includes(style);) {
      found.push(style);
      style = style.basedOn === undefined ? undefined : styles.get(style.basedOn);
    }
    chains.set(id, found);
    return found;
  }
  return { chain, usual, defaults };
}
