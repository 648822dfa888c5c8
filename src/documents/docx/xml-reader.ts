import { decodedEntities } from '../xml-text.ts';

/** Reads an attribute of the element that was just opened, by its local name. */
export type Attribute = (name: string) => string | undefined;

/** A part of a document as a tree; for small parts only. */
export interface XmlElement {
  readonly name: string;
  readonly attribute: Attribute;
  readonly children: readonly XmlElement[];
  /** Of its own, without that of its children. */
  readonly text: string;
}

export interface XmlReader {
  /**
   * Visits the children of the element that was opened last. What a visitor does not read of a child is skipped.
   * Names are local ones (`p` for `w:p`): prefixes are each program's own choice.
   */
  each(visit: (name: string, attribute: Attribute) => void): void;
  /** The element that was opened last. */
  tree(name: string, attribute: Attribute): XmlElement;
}

const token =
  /<(?:!--[^]*?-->|!\[CDATA\[([^]*?)\]\]>|\?[^]*?\?>|!(?!--|\[)[^>]*>|(\/?)([^\s/>!?][^\s/>]*)((?:[^>"'/]|"[^"]*"|'[^']*'|\/(?!>))*)(\/?)>)|([^<]+)/y;

/**
 * Reads XML from its beginning to its end, without building a tree of it: a tree of 20 MB of XML takes a gigabyte.
 * Entities that a document declares are not replaced.
 *
 * @throws SyntaxError where it is not well-formed.
 */
export function xmlReader(xml: string): XmlReader {
  const open: string[] = [];
  const lexer = new RegExp(token);
  let isEmpty = false;
  let attributes = '';
  let text = '';

  /** Goes on to the next piece; `null` where an element ends, a name where one begins, `''` for text. */
  function next(): string | null {
    for (;;) {
      if (isEmpty) {
        isEmpty = false;
        open.pop();
        return null;
      }
      if (lexer.lastIndex >= xml.length && open.length === 0) return null;
      const at = lexer.lastIndex;
      const found = lexer.exec(xml);
      if (found === null) throw new SyntaxError(`The XML is not well-formed at character ${at}.`);
      const [, cdata, slash, name, rest = '', end, characters] = found;
      if (name !== undefined) {
        if (slash === '') {
          open.push(name);
          attributes = rest;
          isEmpty = end === '/';
          return local(name);
        }
        if (open.pop() !== name) throw new SyntaxError(`</${name}> closes what is not open.`);
        return null;
      }
      if (cdata === undefined && characters === undefined) continue;
      text = cdata ?? decodedEntities(characters ?? '');
      return '';
    }
  }

  function each(visit: (name: string, attribute: Attribute) => void, onText?: () => void): void {
    const depth = open.length;
    for (let name = next(); open.length >= depth; name = next()) {
      if (name === null) {
        if (depth === 0) return;
        continue;
      }
      if (name === '') {
        onText?.();
        continue;
      }
      const own = attributes;
      visit(name, (wanted) => attributeOf(own, wanted));
      while (open.length > depth) next();
    }
  }

  function tree(name: string, attribute: Attribute): XmlElement {
    const children: XmlElement[] = [];
    let own = '';
    each(
      (child, childAttribute) => children.push(tree(child, childAttribute)),
      () => (own += text),
    );
    return { name, attribute, children, text: own };
  }

  return { each, tree };
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

function attributeOf(attributes: string, wanted: string): string | undefined {
  for (const [, name = '', quoted, single] of attributes.matchAll(
    /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    if (local(name) === wanted) return decodedEntities(quoted ?? single ?? '');
  }
  return undefined;
}

/** Visits the children of the root of a small part. */
export function eachIn(xml: string | undefined, visit: (element: XmlElement) => void): void {
  if (xml === undefined) return;
  const reader = xmlReader(xml);
  reader.each(() => reader.each((name, attribute) => visit(reader.tree(name, attribute))));
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The value (`w:val`) of the first child of that name. */
export function valueOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.attribute('val');
}

/** Whether a switch such as `<w:b/>` is on: it is, unless it says that it is not. */
export function isOn(element: XmlElement | undefined, name: string): boolean {
  return isSwitchedOn(childOf(element, name));
}

export function isSwitchedOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !['0', 'false', 'off'].includes(element.attribute('val') ?? '');
}
