/**
 * What is written into a field: the first entry whose pattern fits `kind property`. One template is one
 * sentence, or a few words where the field is one of few words.
 */
export const fieldTemplates: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /(?:trait|personalit|temperament|quirk|demeanou?r|virtue)/,
    [
      '[patient with|kind to] [strangers|children|the slow]',
      'quick to [laugh|forgive|notice]',
      'careful with promises',
      '[stubborn|calm] in a crisis',
      'curious about {matter}',
      'honest [to a fault|when it hurts]',
      'never [late|lost|quite at ease]',
      'proud of small repairs',
      'afraid of being [forgotten|thanked|wrong]',
      'gentle with [animals|old letters|whatever is broken]',
    ],
  ],
  [
    /\b(?:role|occupation|profession|archetype|job|class|calling|function)\b/,
    [
      '{role} [of|at] the {place}',
      '{adj} {role} and [reluctant|sworn|secret] friend of the {people}',
      '{role} [who answers to nobody|between two posts|by birth, and by choice]',
      'last {role} [to remember|who believes in] {matter}',
    ],
  ],
  [
    /\b(?:motivation|goal|want|desire|wish|ambition|objective|drive)/,
    [
      '{First} wants to [find out|prove] what really became of {matter}, because [an old friend took the blame|nobody else still asks].',
      'To [keep|win back] the {place} for the {people}, {first} would give up [everything but the truth|even a good name].',
      '{First} means to repay a debt to the {people} before the {force} [comes round again|takes the rest].',
      'More than anything {first} hopes to hear [one honest word|the whole story] about the {thing} that [started it all|was left behind].',
      '{First} is set on reaching the {place} first, for [a promise made|a name lost] there long ago.',
      'What drives {first} is [simple|hard to admit]: a home where {matter} can no longer reach.',
    ],
  ],
  [
    /\b(?:secret|hidden|mystery)/,
    [
      '{First} [stole|hid] the {thing} that the {people} are still looking for.',
      'The letters from the {place} that {first} reads aloud were never sent by anyone.',
      '{First} alone knows [the way|who opened the way] past the {force}, and has [told no one|sold it once].',
      'It was {first} who [let|talked] the {people} into the {place} on the wrong night.',
      '{First} cannot [read|see] the one thing that everyone asks about: {matter}.',
      'Under another name, {first} once swore never to speak of {matter}.',
    ],
  ],
  [
    /\b(?:flaw|weakness|fear|limitation|vulnerab)/,
    [
      '{First} cannot [walk away from|forgive] a broken promise.',
      '{First} trusts [too late|the {people} too easily] and pays for it.',
      'The {force} still [wakes|unnerves] {first} at night.',
      '{First} would rather lose than ask for help with {matter}.',
    ],
  ],
  [
    /\bpurpose|\bmission|\bideolog|\bbelief|\bcreed/,
    [
      'To keep the {place} open to [everyone|those] whom the {force} has left with nothing.',
      'To see that {matter} is [never forgotten|never repeated|paid for in full].',
      'To find the {thing} and [break|return] it before anyone can rule by it.',
      'To guard the {people} from the {force}, [asked or not|at any price].',
      'To hold [the balance|the peace] between the {people} and whoever rules the {place}.',
    ],
  ],
  [
    /\bmethods?\b|\btactic|\bstrateg|\bresources?\b/,
    [
      'favours kept in a ledger',
      'a watcher at [the {place}|every door]',
      'quiet gifts to the {people}',
      'rumours told as songs',
      'oaths sworn on the {thing}',
      'bargains [nobody else|no one honest] would offer',
      'maps with one [true road|road missing]',
      'patience, and then the {force}',
    ],
  ],
  [
    /\b(?:conflict|rival|enem|oppos|antagonis|stakes|tension|obstacle|problem to solve)/,
    [
      'It stands against the {people2}, who [say|know] that {matter} was [a mistake|theirs to decide].',
      'Every winter it quarrels with the {people2} over the {place}, since [both have a claim|neither can live without it].',
      'The keepers of the {thing} call it a danger, because it [asks|remembers] too much.',
      'It has fought the {force} so long that it no longer sees [the harm it does|who pays for it].',
      'The choice is between the {place} and {matter}, and time is running out.',
    ],
  ],
  [
    /\b(?:leader|ruler|founder|owner|keeper|author)\b/,
    [
      '{newname}, [First|High|Acting] {Role}',
      '{newname}, {role} of the {place}',
      '{newname}, called the {adj} {role}',
    ],
  ],
  [
    /\b(?:location|where|region|geograph)/,
    [
      '[a day|two days|an hour] beyond the {place}',
      '[under|behind|above] the {place}, where the {people} [rest|trade]',
      'between the {place} and the {place2}',
      'at the [edge|heart] of {topic}',
      'where the old road meets the {place}',
    ],
  ],
  [
    /\b(?:atmosphere|mood|feeling|ambien|vibe)/,
    [
      '[hushed|watchful], as before the {force}',
      '[warm|bright] and a little [sad|too quiet]',
      'busy by day, [uneasy|tender] by night',
      '{adj}, with a sweetness of [smoke|rain|old paper]',
      '[solemn|playful] as a half-remembered song',
    ],
  ],
  [
    /\blandmark|\bfeature|\bsights?\b|\bpoints? of interest/,
    [
      'the stair of {adj} stone',
      'a {thing} as tall as a house',
      'the door that the {people} never [close|paint]',
      'a wall of names, [two scratched out|one still wet]',
      'the well that answers [late|in rhyme]',
      'a garden grown from the {force}',
      'the bench where bargains are [made|broken]',
    ],
  ],
  [
    /\b(?:danger|threat|hazard|risk)/,
    [
      'The {force} comes without warning, and [the paths move|doors vanish] with it.',
      'Whoever stays past dusk begins to [forget|dream of] {matter}.',
      'The {people} take one thing from every guest, and it is [never the same|seldom missed at first].',
      'The ground under the {place} is [hollow|hungry], and it is [giving way|listening].',
      'Those who speak of {matter} here are heard by [someone|something] that answers.',
    ],
  ],
  [
    /\b(?:time|when|date|era|year|age of)\b/,
    [
      '[three|seven|forty] winters ago',
      'in the year of the {force}',
      'on the [first|last] night of [harvest|the thaw]',
      'a generation before [the {place} fell silent|anyone now living]',
      'in the spring when the {people} left',
    ],
  ],
  [
    /\b(?:cause|trigger|reason it happened|origin of the event)/,
    [
      'The {people} wanted {matter} for themselves and [lied|voted] to get it.',
      'A {role} [broke|sold] the {thing} rather than hand it over.',
      'After the {force}, nobody at the {place} trusted anybody who had stayed [dry|safe|silent].',
      'Two [sisters|old friends] each believed that the other had betrayed the {place}.',
    ],
  ],
  [
    /\b(?:consequence|impact|outcome|aftermath|result|legacy|significance|effects?\b)/,
    [
      'the {place} was closed [and never reopened|to all but the {people}]',
      'the {people} no longer [swear oaths|travel alone]',
      'children are taught to [fear|greet] the {force}',
      'nobody may own a {thing} without [a witness|leave]',
      'two houses still refuse to [share bread|speak of it]',
      'every bell rings [once more|one short] on that day',
    ],
  ],
  [
    /^(?:character|person|hero)\w* (?:appearance|looks?|visual|physical|design)\b/,
    [
      '[Small|Tall] and quick, with [bright|watchful] eyes and [a patched coat|a blue scarf] that smells of [rain|apples].',
      'Easy to recognise: [a crooked smile|silver-flecked hair], [ink|flour] on the hands, and always {a_thing} close by.',
      '[Broad|Narrow] shoulders, [a freckled nose|grey eyes], and a {adj} coat with too many pockets.',
    ],
  ],
  [
    /\b(?:appearance|looks?|visual|physical|design)\b/,
    [
      'Of {adj} [metal|glass|wood], no longer than a hand, [worn smooth|scratched] where someone held on to it.',
      'A {adj} shape with [seven|three] fine cracks, which [glow|darken] when the {force} is near.',
      'Plain at first sight, until the light shows [letters|a second face] along the rim.',
    ],
  ],
  [
    /^character\w* (?:origin|backstory|history|background|past)\b/,
    [
      '{First} grew up at the {place} among the {people}, and left it [in anger|with one bag] after the {force}.',
      'The story begins at the {place}, with a promise to the {people} that [could not be kept|was kept too well].',
      'As a child {first} found {a_thing} that had to do with {matter}, and [kept it|gave it away] without a word.',
    ],
  ],
  [
    /\b(?:origin|backstory|history|background|past)\b/,
    [
      '{newname}, a {role}, made it in the year of the {force} [out of grief|for a wager].',
      'It was begun by the {people} and finished by [someone|a child] at the {place} [a century|nine winters] ago.',
      'Before {matter} it was [a common tool|a toy] in the house of {newname}.',
      'Nobody [made|chose] it: it was found at the {place} on the morning after the {force}.',
    ],
  ],
  [
    /\b(?:power|abilit|skill|magic|talent)/,
    [
      'shows the way to [the {place}|what was lost]',
      'holds back the {force} for [one night|a hundred breaths]',
      'lets its bearer hear the {people} [far away|think]',
      'mends what was [broken in anger|cut]',
      'opens [any door|any letter] once',
      'remembers {matter} word for word',
    ],
  ],
  [
    /\b(?:price|cost|drawback|curse|side effect)/,
    [
      'Each use takes [a day|a name] out of the memory of [its bearer|someone dear].',
      'The {force} comes [closer|home] whenever it wakes.',
      'Who carries it can no longer [lie|sleep|cry] at the {place}.',
      'It must be paid back [before dawn|in kind], or it collects from the {people}.',
      'Its bearer slowly forgets {matter}, and does not [mind|notice].',
    ],
  ],
  [
    /\b(?:moral|lesson|message|takeaway)\b/,
    [
      'Even the [smallest|quietest] friend can [find the way|change everything].',
      'What is [shared|mended together] lasts longer than what is won.',
      'Asking for help is [brave|a strength] too.',
    ],
  ],
  [/\b(?:tense|person|point of view|pov|perspective)\b/, ['past tense, close third person']],
  [
    /\btone\b/,
    [
      '[warm|wry] and [patient|watchful]',
      '[quiet|lively], with an undertow of [unease|hope]',
      '{adj} but [kind|never cruel]',
    ],
  ],
  [
    /\b(?:voice|style|prose|pacing|dialogue|narrat\w* voice|rhythm|rules?|guideline|dos?\b|donts?\b)/,
    [
      'Short, concrete sentences when something happens; longer ones when {hero} [remembers|waits].',
      'Let people talk past each other, and let [gestures|silences] say what they mean.',
      'Keep to what {hero} can see, hear or guess; nothing is explained that can be shown.',
      'Name the [weather|light] and one exact [smell|sound] in every scene at the {place}.',
      'Avoid [big words|adverbs] for feelings; give {matter} a picture each time it returns.',
      'End chapters on [an open door|a decision], not on an answer.',
    ],
  ],
  [
    /\b(?:themes?|motifs?|keywords?|tags?|topics?|subjects?)\b/,
    [
      '{matter}',
      'what is owed to the {people}',
      '[home|courage] and its price',
      'truth and [kindness|rumour]',
      'the pull of the {place}',
    ],
  ],
  [
    /\b(?:relationship|connection|ally|allies|bond|link)/,
    [
      '{First} owes {other} [an apology|a life] and avoids the subject.',
      '{First} and {other} grew up at the {place} and [no longer speak|still share a joke].',
      '{Other} trusts {first} with everything except {matter}.',
    ],
  ],
  [
    /\b(?:arc|development|journey|growth|change)\b/,
    [
      '{First} begins by hiding from {matter} and ends by [speaking|deciding] for the {people}.',
      '{First} learns to [ask|stay], and loses [an illusion|a friend] on the way.',
      'From [obedience|bitterness] to a choice that nobody else could make at the {place}.',
    ],
  ],
  [
    /\b(?:caption|alt|illustration|image|picture)\b/,
    [
      '{First} stands before the {place}, {a_thing} in hand, under a wide sky.',
      'The {people} gather at the {place} while {first} [waves|points at the {thing}].',
    ],
  ],
  [
    /\b(?:hook|cliffhanger|opening line|tagline|logline|pitch|blurb|premise)\b/,
    [
      'When the {thing} turns up at the {place}, {hero} has one night to learn what it has to do with {matter}.',
      'Everyone knows the story of {topic}; only {hero} knows [how it ends|who made it up].',
    ],
  ],
  [
    /^character/,
    [
      '{First} is met most often at the {place}, [mending|carrying] {a_thing} and [humming|talking to the {people} as to family].',
      'The {people} come to {first} when the {force} is [near|over], and leave with [advice|more questions than they brought].',
      'Nobody who has heard {first} tell of {matter} forgets [the pause in the middle|the ending].',
      'Since the {force}, {first} has kept {a_thing} by the door and [a light in the window|two chairs at the table].',
      '[Neighbours|Strangers] take {first} for a {role}, until {matter} is mentioned.',
      'One can hear {first} before one sees anything: [boots on the stair|a low whistle], then a {adj} coat in the doorway of the {place}.',
      '{First} answers questions with [stories|a shrug], and both turn out to be true.',
    ],
  ],
  [
    /^faction/,
    [
      'Its members are {people} who lost something to the {force} and [counted|never forgave] it.',
      'They meet at the {place} [before dawn|by lamplight], pass the {thing} from hand to hand, and speak in turn.',
      'One joins by [giving up|telling the truth about] {matter}, and nobody has ever left quietly.',
      'In the streets they are known by [a knot of thread|a chalk mark] and by the [favours|silences] they keep.',
      'They act slowly, always in [threes|pairs], and never in the same place twice.',
      'There is hardly anyone in {topic} who does not owe them [money|thanks], and most pretend not to.',
    ],
  ],
  [
    /^(?:setting|place|location|world)/,
    [
      'The air smells of [smoke|salt|wet stone], and the [boards|steps] give a little underfoot.',
      'From the {place} one hears the {people} long before one sees them.',
      'Light falls [sideways|in strips] here, and makes even {a_thing} look like something worth [stealing|keeping].',
      'Everything is [patched|painted] twice: once after the {force}, and once for {matter}.',
      'Visitors lower their voices without being told, and touch the {thing} by the gate for luck.',
      'At noon it is [loud with trade|almost empty]; at dusk the {force} takes over.',
    ],
  ],
  [
    /^event/,
    [
      'In one night the {people} [left|took] the {place} and [carried|threw] the {thing} into the dark.',
      'It began with {matter} and ended when {newname} [rang the bell|laid down the {thing}].',
      'For [three|nine] days the {force} stood over {topic}, and every house had to choose a side.',
      'Those who were there tell it [differently|in whispers]; all of them mention the {thing}.',
      'The {people} came to the {place} to make peace, and [a lie|one shout] undid it.',
    ],
  ],
  [
    /^(?:relic|item|artifact|artefact|object)/,
    [
      'The {people} say that it [hums|grows warm] whenever {matter} is spoken of.',
      'It has been [lost|sold] [three|seven] times, and each time it came back to the {place}.',
      'Nobody agrees whether it was meant [as a gift|as a warning], and those who carried it never said.',
      '[Scholars|Thieves] have crossed {topic} for it and gone home with copies.',
      'It works best for [the young|those who want nothing], which is why few have seen it work.',
    ],
  ],
  [
    /./,
    [
      'It begins at the {place}, where {hero} finds {a_thing} that has to do with {matter}.',
      'The {people} have lived with the {force} for so long that [nobody asks|only {hero} still asks] why.',
      'What looks like {matter} turns out to be [an old promise|a quarrel] between {hero} and {friend}.',
      'Step by step the {place} gives up what it [hid|kept safe], and every answer costs something.',
      'In the end it is {topic} itself that has to [change|be believed].',
      'Between the {place} and the {place2}, {hero} learns whom to trust.',
    ],
  ],
];

/** What happens in a chapter or scene, in the order of a story: early chapters take from the beginning. */
export const eventTemplates: readonly string[] = [
  '{Hero} finds the {thing} [in|near] the {place} and keeps quiet about it.',
  '{Hero} hears the {people} speak of {matter} and pretends not to listen.',
  '{Friend} notices that {hero} is hiding something and asks about {matter}.',
  '{Hero} asks the {people} about {matter} and gets [two|three] different answers.',
  '{Friend} warns {hero} about the {force} and comes along all the same.',
  '{Hero} and {friend} follow the trail of the {thing} to the {place}.',
  '{Hero} loses the {thing} and learns who has been looking for it.',
  'The {force} cuts off the way to the {place}, and {friend} stays behind.',
  '{Hero} and {friend} reach the {place} too late and find a way around.',
  '{Hero} finds out that the {people} have known about {matter} all along.',
  '{Friend} admits what really happened at the {place}, and {hero} walks out.',
  '{Hero} waits out the {force} at the {place} and begins to understand {matter}.',
  '{Friend} comes back with the {thing} and an apology.',
  '{Hero} returns to the {place} alone and faces the {force}.',
  '{Hero} trades the {thing} for the truth about {matter}.',
  'The {people} choose a side, and {hero} opens the {place} to them.',
  '{Hero} and {friend} get to the bottom of {matter} and count what it cost.',
  '{Hero} brings the {thing} home to the {place}, and the {people} make room.',
];
