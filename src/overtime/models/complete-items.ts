/**
 * Finds the objects of `{"items":[{…},{…}]}` one by one while the text grows: each call takes all text so far and returns
 * the objects that were closed since the last one, as JSON. A general parser of partial JSON cannot distinguish a closed
 * last object from a truncated one.
 *
 * An item is an object in the outermost list, whatever that list is in; without a list, the objects are the items.
 * Nothing is taken of a second list.
 */
export function completeItems(): (text: string) => string[] {
  let at = 0;
  /** The open brackets; an item is open from `start` on while there are `itemDepth` of them. */
  let open = '';
  let itemDepth = 0;
  let start = 0;
  let inside: 'string' | 'line comment' | 'comment' | undefined;
  let hasList = false;

  return (text) => {
    const found: string[] = [];
    for (; at < text.length && !(hasList && open === ''); at += 1) {
      const character = text[at];
      if (inside === 'string') {
        // The escaped character may not have arrived yet; then it is skipped when it does.
        if (character === '\\') at += 1;
        else if (character === '"') inside = undefined;
      } else if (inside !== undefined) {
        if (inside === 'line comment' ? character === '\n' : text.startsWith('*/', at - 1))
          inside = undefined;
      } else if (character === '"') {
        if (open !== '') inside = 'string';
      } else if (character === '/') {
        const next = text[at + 1];
        if (next === undefined) break;
        if (open !== '' && next === '/') inside = 'line comment';
        else if (open !== '' && next === '*') inside = 'comment';
      } else if (character === '{' || character === '[') {
        if (character === '{' && itemDepth === 0 && open.endsWith('[')) {
          hasList = true;
          itemDepth = open.length + 1;
          start = at;
        }
        if (open === '') start = at;
        open += character;
      } else if ((character === '}' || character === ']') && open !== '') {
        if (open.length === itemDepth || (open === '{' && !hasList)) found.push(text.slice(start, at + 1));
        if (open.length === itemDepth) itemDepth = 0;
        open = open.slice(0, -1);
      }
    }
    return found;
  };
}
