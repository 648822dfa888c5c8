import type { LeftOut } from '../left-out.ts';
import { childOf, isOn, valueOf, type XmlElement } from './xml-reader.ts';

/**
 * Follows a mark of a field: its beginning, what parts its instruction from its result, or its end.
 *
 * @param open the instructions of the fields that have begun, without those whose result has begun.
 * @returns what is left out of a field that ends.
 */
export function fieldMark(mark: XmlElement, open: string[]): LeftOut['kind'] | null {
  const kind = mark.attribute('fldCharType');
  if (kind === 'begin') open.push('');
  if (kind === 'separate' && open.length > 0) open[open.length - 1] = '';
  return kind === 'end' ? fieldLeavesOut(open.pop() ?? '') : null;
}

/**
 * What is left out of a field that ends without a result. Most fields have one, which is text; what these show is
 * made of their instruction.
 */
function fieldLeavesOut(instruction: string): LeftOut['kind'] | null {
  if (/^\s*EQ\b/i.test(instruction)) return 'equation';
  return /^\s*SYMBOL\b/i.test(instruction) ? 'character' : null;
}

/** What the mark that a field begins with says: a box of a form, or what was chosen from a list. */
export function formFieldText(mark: XmlElement): string {
  const data = childOf(mark, 'ffData');
  const box = childOf(data, 'checkBox');
  if (box !== undefined) {
    const checked = childOf(box, 'checked') === undefined ? isOn(box, 'default') : isOn(box, 'checked');
    return checked ? '☒' : '☐';
  }
  const list = childOf(data, 'ddList');
  const entries = list?.children.filter(({ name }) => name === 'listEntry') ?? [];
  return entries[Number(valueOf(list, 'result') ?? 0)]?.attribute('val') ?? '';
}
