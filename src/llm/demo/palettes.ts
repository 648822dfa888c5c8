/** Words of one kind of world, all nouns bare, so that a sentence can put its own article. */
export interface Palette {
  readonly places: readonly string[];
  readonly things: readonly string[];
  /** Plural. */
  readonly people: readonly string[];
  readonly forces: readonly string[];
  readonly roles: readonly string[];
  readonly adjectives: readonly string[];
}

const list = (words: string) => words.split(', ');

const palettes: readonly (readonly [RegExp, Palette])[] = [
  [
    /\b(?:steampunk|clockwork|railway|trains?\b|airship|victorian|industrial|western\b|frontier|factory)/,
    {
      places: list('engine shed, signal box, water tower, freight yard, telegraph office, boiler hall'),
      things: list(
        'pressure gauge, brass whistle, punch card, timetable, coal lamp, pair of goggles, ticket',
      ),
      people: list('stokers, telegraphists, conductors, boilermakers, surveyors, porters'),
      forces: list('dust storm, boiler fire, strike, midday heat, washed-out track'),
      roles: list('signal keeper, stoker, telegraphist, surveyor, whistle maker, night conductor'),
      adjectives: list('brass, soot-black, rusted, punctual, copper, restless'),
    },
  ],
  [
    /\b(?:sea|ocean|ship|sail|pirate|harbou?r|island|tide|drowned|lighthouse|mermaid|coast|river|flood|underwater)/,
    {
      places: list('harbour, tide gate, salt market, lighthouse, reef, boathouse, sunken quay'),
      things: list('brass compass, tide chart, glass float, bell, rope ladder, logbook, pearl, oilskin coat'),
      people: list('pilots, divers, salt traders, lamp keepers, netmakers, ferrymen'),
      forces: list('spring tide, fog, undertow, long swell, north wind'),
      roles: list('harbour pilot, diver, chart maker, salvage captain, lamp keeper, smuggler'),
      adjectives: list('salt, drowned, tidal, pearl, grey, restless'),
    },
  ],
  [
    /\b(?:space|stars?\b|planet|robot|cyber|sci-?fi|science fiction|android|galax|orbit|mars|moon base|machine|futur|neon|alien)/,
    {
      places: list('docking ring, reactor hall, night market, signal tower, greenhouse deck, old elevator'),
      things: list(
        'signal lamp, data core, spare antenna, star map, service drone, memory card, oxygen valve',
      ),
      people: list('engineers, couriers, archivists, pilots, salvagers, gardeners'),
      forces: list('solar storm, silence on the channel, slow decay of the orbit, static, blackout'),
      roles: list('signal engineer, courier, archivist, salvage pilot, systems gardener, medic'),
      adjectives: list('silent, orbital, neon, borrowed, cold, luminous'),
    },
  ],
  [
    /\b(?:noir|mystery|detective|crime|murder|thriller|spy|heist|horror|ghost|haunted|gothic|vampire|dystopia)/,
    {
      places: list('station hotel, records office, back staircase, tram depot, river bridge, empty theatre'),
      things: list(
        'sealed letter, photograph, cigarette case, cellar key, ledger, wet umbrella, broken watch',
      ),
      people: list('clerks, night porters, reporters, informants, neighbours, inspectors'),
      forces: list('rain, curfew, rumour, power cut, silence of the witnesses'),
      roles: list('inspector, night clerk, reporter, forger, court stenographer, locksmith'),
      adjectives: list('crooked, hidden, late, velvet, unlit, patient'),
    },
  ],
  [
    /\b(?:child|kids?\b|bedtime|fairy ?tale|dragon|unicorn|birthday|enchanted|bunny|puppy|treasure hunt|picture book)/,
    {
      places: list('hollow oak, stepping stones, blueberry hill, whispering cave, treehouse, secret garden'),
      things: list(
        'paper map, little bell, silver key, blue lantern, woollen scarf, jar of fireflies, button box',
      ),
      people: list('rabbits, hedgehogs, mice, owls, otters, neighbours'),
      forces: list('west wind, sudden rain, giggling echo, morning mist, first star'),
      roles: list('explorer, map reader, cloud watcher, baker, letter carrier, gardener'),
      adjectives: list('tiny, golden, sleepy, curious, moonlit, merry'),
    },
  ],
  [
    /\b(?:fantas|magic|myth|wizard|witch|sword|kingdom|elf|elves|rune|medieval|saga|legend|lore|quest|throne)/,
    {
      places: list('rune gate, river citadel, ember market, moss cloister, sunken road, glass tower'),
      things: list('rune stone, iron lantern, oath ring, thorn crown, silver horn, bone flute, star chart'),
      people: list('wardens, rune smiths, pilgrims, hedge witches, exiles, falconers'),
      forces: list('old oath, long winter, waking magic, slow fire under the hills, blight'),
      roles: list('oath keeper, rune smith, exiled heir, hedge witch, falconer, border scout'),
      adjectives: list('ashen, hollow, ember, silver, oathbound, forgotten'),
    },
  ],
];

/** What there is in any world. */
export const anyWorld: Palette = {
  places: list('old bridge, market hall, railway station, orchard, reading room, courtyard, hill road'),
  things: list('notebook, house key, folded map, lamp, letter, bicycle, tin box, clock'),
  people: list('neighbours, teachers, carpenters, travellers, cousins, gardeners'),
  forces: list('weather, old promise, long drought, rumour, passing of the years'),
  roles: list('teacher, clockmaker, nurse, surveyor, translator, carpenter'),
  adjectives: list('quiet, amber, stubborn, winter, distant, unfinished'),
};

/** The words that go with a text: those of the kind of world that it mentions first; null where it mentions none. */
export function paletteOf(text: string): Palette | null {
  const said = text.toLowerCase();
  const found = palettes.flatMap(([pattern, palette]) => {
    const at = said.search(pattern);
    return at === -1 ? [] : [{ at, palette }];
  });
  return found.toSorted((a, b) => a.at - b.at)[0]?.palette ?? null;
}
