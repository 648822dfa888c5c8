/** A stretch of speech: how the mouth stands, and how much of it is voice and how much is breath. */
export interface Phone {
  /** The first three resonances of the mouth, in Hz. */
  readonly formants: readonly [number, number, number];
  /** 0 to 1. */
  readonly voice: number;
  /** 0 to 1. */
  readonly breath: number;
  readonly seconds: number;
  /** Pitch against the voice's own, 1 where nothing is stressed. */
  readonly pitch: number;
}

type Sound = Omit<Phone, 'pitch'>;

const vowel = (first: number, second: number, third: number, seconds = 0.095): Sound => ({
  formants: [first, second, third],
  voice: 1,
  breath: 0,
  seconds,
});
const hum = (first: number, second: number, third: number, voice: number): Sound => ({
  formants: [first, second, third],
  voice,
  breath: 0,
  seconds: 0.055,
});
const hiss = (centre: number, breath: number, voice = 0): Sound => ({
  formants: [centre * 0.6, centre, centre * 1.25],
  voice,
  breath,
  seconds: 0.075,
});

const closure: Sound = { formants: [300, 1200, 2400], voice: 0, breath: 0, seconds: 0.04 };
const burst = (centre: number, voice: number): Sound => ({ ...hiss(centre, 0.7, voice), seconds: 0.018 });

/** The sounds of English spellings, roughly; longer spellings come first. */
const spellings: readonly (readonly [RegExp, readonly Sound[]])[] = [
  [/^(?:ee|ea|ie)/, [vowel(280, 2250, 2900, 0.12)]],
  [/^(?:oo|ue|ew)/, [vowel(310, 880, 2250, 0.12)]],
  [/^(?:ai|ay|ei|ey)/, [vowel(530, 1840, 2480, 0.07), vowel(300, 2200, 2800, 0.06)]],
  [/^(?:ou|ow)/, [vowel(720, 1150, 2500, 0.07), vowel(350, 900, 2250, 0.06)]],
  [/^(?:oi|oy)/, [vowel(570, 840, 2410, 0.07), vowel(300, 2200, 2800, 0.06)]],
  [/^(?:er|ir|ur|or|ar)/, [vowel(490, 1300, 1700, 0.12)]],
  [/^(?:sh|ch|ti(?=on))/, [hiss(2700, 0.55)]],
  [/^th/, [hiss(1800, 0.18, 0.3)]],
  [/^(?:ph|gh)/, [hiss(1500, 0.2)]],
  [/^(?:ng|n)/, [hum(260, 1500, 2300, 0.45)]],
  [/^qu/, [closure, burst(1900, 0), hum(300, 700, 2200, 0.6)]],
  [/^a/, [vowel(710, 1250, 2550)]],
  [/^e$/, []],
  [/^e/, [vowel(530, 1840, 2480)]],
  [/^[iy]/, [vowel(390, 2000, 2600)]],
  [/^o/, [vowel(570, 860, 2410)]],
  [/^u/, [vowel(600, 1170, 2390)]],
  [/^m/, [hum(240, 1050, 2200, 0.45)]],
  [/^l/, [hum(360, 1250, 2700, 0.6)]],
  [/^r/, [hum(420, 1150, 1650, 0.6)]],
  [/^w/, [hum(300, 700, 2200, 0.6)]],
  [/^s/, [hiss(4800, 0.5)]],
  [/^z/, [hiss(4500, 0.3, 0.35)]],
  [/^[jg](?=[eiy])/, [hiss(2600, 0.35, 0.35)]],
  [/^f/, [hiss(1500, 0.2)]],
  [/^v/, [hiss(1400, 0.12, 0.45)]],
  [/^h/, [hiss(1200, 0.22)]],
  [/^[pb]/, [closure, burst(900, 0.2)]],
  [/^[td]/, [closure, burst(3600, 0.1)]],
  [/^[ckgqx]/, [closure, burst(1900, 0.1)]],
];

const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const latin = 'aeiounrtslmkdbpgfhvz';
const pauses: Readonly<Record<string, number>> = { ',': 0.16, ';': 0.22, ':': 0.22, '—': 0.2, '–': 0.2 };
/** Reading aloud takes its time: with this it is about two and a half words a second. */
const slowness = 1.2;
const silence = (seconds: number): Phone => ({ ...closure, seconds, pitch: 1 });

/** What there is to say of a text, with the melody of its sentences: falling, or rising into a question. */
export function phonesOf(text: string): Phone[] {
  const phones: Phone[] = [];
  for (const [sentence] of text.matchAll(/[^.!?。]+[.!?。]*/g)) {
    const words = sentence.match(/[\p{L}\p{M}\p{N}'’]+|[,;:—–]/gu) ?? [];
    const asks = sentence.trimEnd().endsWith('?');
    words.forEach((word, place) => {
      const pause = pauses[word];
      if (pause !== undefined) {
        phones.push(silence(pause));
        return;
      }
      const way = words.length > 1 ? place / (words.length - 1) : 1;
      const melody = 1.12 - 0.26 * way + (asks && way > 0.8 ? 0.45 : 0);
      let stressed = word.length < 4;
      for (const sound of soundsOf(word)) {
        const lift = !stressed && sound.voice === 1 ? 1.1 : 1;
        if (lift > 1) stressed = true;
        phones.push({ ...sound, pitch: melody * lift, seconds: sound.seconds * (lift > 1 ? 1.2 : 1) });
      }
      phones.push(silence(0.035));
    });
    if (words.length > 0) phones.push(silence(0.32));
  }
  return phones.map((phone) => ({ ...phone, seconds: phone.seconds * slowness }));
}

function soundsOf(word: string): Sound[] {
  const sounds: Sound[] = [];
  let rest = spelled(word);
  while (rest !== '') {
    const [pattern, found] = spellings.find(([candidate]) => candidate.test(rest)) ?? [/^./u, []];
    // A lone final e is silent, but not in a word that would be left without any sound.
    sounds.push(...(found.length === 0 && sounds.length === 0 ? [vowel(530, 1840, 2480)] : found));
    rest = rest.replace(pattern, '');
  }
  return sounds;
}

/** In plain Latin letters; other alphabets become some syllables, so that no word is passed over. */
function spelled(word: string): string {
  return Array.from(word.normalize('NFD').toLowerCase(), (letter) => {
    if (/[a-z]/.test(letter)) return letter;
    if (/\d/.test(letter)) return digits[Number(letter)] ?? '';
    if (!/\p{L}/u.test(letter)) return '';
    const code = letter.codePointAt(0) ?? 0;
    return `${latin[5 + (code % 15)] ?? ''}${latin[code % 5] ?? ''}`;
  }).join('');
}
