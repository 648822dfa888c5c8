/**
 * Finds the objects of `{"items":[{…},{…}]}` one by one while the text grows: each call takes all text so far and returns
 * the objects that were closed since the last one, as JSON. A general parser of partial JSON cannot distinguish a closed
 * last object from a truncated one.
 */
export function completeItems(): (text: string) => string[] {
  let at = 0;
  let depth = 0;
  let start = 0;
  let inString = false;
  /** Of an object, of the list in it, and of an item in that. */
  const itemDepth = 3;

  return (text) => {
    const found: string[] = [];
    for (; at < text.length; at += 1) {
      const character = text[at];
      if (inString) {
        // The escaped character may not have arrived yet; then it is skipped when it does.
        if (character === '\\') at += 1;
        else if (character === '"') inString = false;
      } else if (character === '"') inString = true;
      else if (character === '{' || character === '[') {
        depth += 1;
        if (depth === itemDepth) start = at;
      } else if (character === '}' || character === ']') {
        if (depth === itemDepth) found.push(text.slice(start, at + 1));
        depth -= 1;
      }
    }
    return found;
  };
}
