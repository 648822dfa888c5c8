import { childOf, valueOf, type XmlElement } from './xml-reader.ts';

/**
 * An equation (Office Math Markup Language, ECMA-376 part 1, section 22.1) on one line, as people type it:
 * `x^2`, `a_i`, `(a+b)/2`, `√(x+1)`, `∑_(i=1)^n x_i`.
 */
export function equationText(element: XmlElement): string {
  const { name, children } = element;
  const part = (child: string) => {
    const found = childOf(element, child);
    return found === undefined ? '' : equationText(found).trim();
  };
  const all = (child: string) => children.filter((each) => each.name === child).map(equationText);
  const sign = (kind: string, usual: string) => valueOf(childOf(element, `${element.name}Pr`), kind) ?? usual;
  const below = (child: string) => (part(child) === '' ? '' : `_${grouped(part(child))}`);
  const above = (child: string) => (part(child) === '' ? '' : `^${grouped(part(child))}`);

  switch (name) {
    case 't':
      return element.text;
    case 'f':
      // Without a bar it is no fraction, but a binomial coefficient.
      return grouped(part('num')) + (sign('type', 'bar') === 'noBar' ? '¦' : '/') + grouped(part('den'));
    case 'sSup':
    case 'sSub':
    case 'sSubSup':
      return grouped(part('e')) + below('sub') + above('sup');
    case 'sPre':
      return `${below('sub')}${above('sup')} ${part('e')}`;
    case 'rad':
      return part('deg') === '' ? `√${grouped(part('e'))}` : `√[${part('deg')}]${grouped(part('e'))}`;
    case 'nary':
      return `${sign('chr', '∫')}${below('sub')}${above('sup')} ${part('e')}`;
    case 'd':
      return sign('begChr', '(') + all('e').join(sign('sepChr', '|')) + sign('endChr', ')');
    case 'func':
      return `${part('fName')} ${part('e')}`;
    case 'limLow':
    case 'limUpp':
      return grouped(part('e')) + (name === 'limLow' ? below('lim') : above('lim'));
    case 'acc':
      return part('e') + sign('chr', '\u0302');
    case 'bar':
      return `${part('e')}\u0305`;
    case 'm':
      return `[${all('mr').join('; ')}]`;
    case 'mr':
      return all('e').join(', ');
    case 'eqArr':
      return all('e').join('; ');
    // What was deleted with its change tracked, and how things look.
    case 'del':
    case 'moveFrom':
    case 'rPr':
      return '';
    default:
      return children.map(equationText).join('');
  }
}

/** Whether an embedded object is an equation of an old editor. */
export function isEquation({ name, attribute, children }: XmlElement): boolean {
  return (name === 'OLEObject' && /^Equation/i.test(attribute('ProgID') ?? '')) || children.some(isEquation);
}

/** In brackets, unless it reads as one thing without them. */
function grouped(text: string): string {
  const isOne = /^(?:[\p{L}\p{M}]|[\d.,]+|.)$/u.test(text) || /^(?:\([^()]*\)|\p{L}+)$/u.test(text);
  return text === '' || isOne ? text : `(${text})`;
}
