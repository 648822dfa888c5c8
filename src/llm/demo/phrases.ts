/** What a text is about, in its own words. */
export interface Phrases {
  readonly places: readonly string[];
  readonly things: readonly string[];
  /** Plural. */
  readonly people: readonly string[];
  /** What cannot be told to be any of these. */
  readonly matters: readonly string[];
  /** Names of persons, as far as capitals tell. */
  readonly names: readonly string[];
}

const stop = new Set(
  (
    'a an the this that these those of in on at to from by for with without into onto over under about and or but ' +
    'nor so if then than as is are was were be been being has have had do does did will would can could may might ' +
    'must shall should it its they them their he him his she her hers we us our you your i me my who whom whose ' +
    'which what when where why how not no yes only just also very more most much many some any each every all both ' +
    'one two three four five six between among through during after before while until because there here make ' +
    'makes made write give gives keep keeps kept find finds found learn learns must want wants get gets go goes ' +
    'come comes tell tells set sets let use uses using include please like such them up out off down again new old ' +
    'hard easy medium story novel book chapter character characters world theme genre tone idea something someone ' +
    'nothing everything everyone them against around behind across beside other another tied begins begin'
  ).split(' '),
);

const placeWord =
  /(?:city|town|village|forest|wood|woods|sea|ocean|island|mountain|valley|river|lake|desert|house|castle|tower|kingdom|empire|harbou?r|lighthouse|school|library|market|station|ship|planet|moon|garden|cave|street|bridge|land|swamp|archive|inn|temple|academy|farm|palace|cathedral|world|reef|coast|monastery)s?$/i;
const thingWord =
  /(?:treasure|map|key|clock|book|letter|sword|lantern|crown|machine|engine|door|egg|box|light|stone|ring|mirror|bell|song|diary|compass|necklace|painting|seed|piano|recipe|lamp|ink|manuscript|watch|ledger|staff|amulet|shield|flute)s?$/i;
const peopleWord =
  /(?:ers|ors|ists|smiths|keepers|men|women|people|folk|children|kings|queens|witches|wizards|dragons|knights|monks|pirates|robots|ghosts|thieves|elves|giants|spies|nomads|friends|guards|families)$/i;
/** Behind these stands a noun, sooner or later. */
const opens =
  /^(?:the|an?|of|in|at|from|for|with|without|about|by|their|his|her|its|my|our|every|no|some|many|between|under|and|or)$/;
const noPeople =
  /(?:answ|oth|numb|matt|pow|lett|pap|corn|flow|riv|read|wond|tow|wat|wint|summ|numb)ers$|(?:do|mirr|col|colou)o?rs$/i;
const noNoun =
  /(?:ly|ful|ous|able|ible|less|ish|ing|ed)$|^(?:grey|dark|light-hearted|funny|short|long|big|small|morally)$/i;

/** Reads the noun phrases and the names out of what a user wrote. */
export function phrasesOf(text: string): Phrases {
  const found = { places: [], things: [], people: [], matters: [] } as Record<
    'places' | 'things' | 'people' | 'matters',
    string[]
  >;
  const names = new Set<string>();
  for (const piece of text.split(/[^\p{L}\p{N}\s'’-]+|\n+/u)) {
    const clause = piece.trim();
    // Titles capitalise everything, and name nobody.
    const isTitle = !clause.split(/\s+/).some((word) => /^\p{Ll}/u.test(word) && !stop.has(word));
    let phrase: string[] = [];
    let proper: string[] = [];
    let before = '';
    let opener = '';
    const end = (next: string) => {
      // A verb before what it is done to: "keeper discovers that".
      if (
        phrase.length > 1 &&
        /(?:s|ed)$/.test(phrase.at(-1) ?? '') &&
        /^(?:that|the|an?|h[ei][rs]|their|to|how|into)$/.test(next)
      ) {
        phrase.pop();
      }
      const words = phrase.slice(-3);
      const last = words.at(-1) ?? '';
      const isNoun = opens.test(opener) || phrase.join(' ').length === clause.length;
      if (words.length > 0 && last.length > 2 && isNoun && !noNoun.test(last)) {
        keep(found, words.join(' ').toLowerCase());
      }
      phrase = [];
    };
    const endName = () => {
      if (proper.length === 0) return;
      const name = proper.join(' ');
      if (before === 'the' || placeWord.test(name)) keep(found, `the ${name}`);
      else if (proper.length < 4 && !isTitle) names.add(name);
      proper = [];
    };
    clause.split(/\s+/).forEach((word, index) => {
      const lower = word.toLowerCase();
      const capitalised = /^\p{Lu}\p{Ll}/u.test(word) && !stop.has(lower);
      // The first word of a sentence is capitalised whatever it is.
      if (capitalised && (index > 0 || proper.length > 0)) {
        end('');
        proper.push(word.replace(/['’]s$/, ''));
        return;
      }
      endName();
      if (lower === '' || stop.has(lower) || !/^\p{L}/u.test(lower)) end(lower);
      else {
        if (phrase.length === 0) opener = before;
        phrase.push(lower);
      }
      before = lower;
    });
    end('');
    endName();
  }
  return { ...found, names: [...names] };
}

function keep(found: Record<'places' | 'things' | 'people' | 'matters', string[]>, phrase: string): void {
  const kind = placeWord.test(phrase)
    ? 'places'
    : peopleWord.test(phrase) && !noPeople.test(phrase)
      ? 'people'
      : thingWord.test(phrase)
        ? 'things'
        : 'matters';
  const known = found[kind];
  if (known.length < 8 && !known.includes(phrase)) known.push(phrase);
}
