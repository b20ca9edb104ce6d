// Patterns of whole messages, English and Spanish, that greet the bot or ask about the bot or the article as a whole.
// They match folded text: lower case, no accents, one space between words, chat spellings
// written out, one word each for the article and its author, adverbs left out (see intent.ts).

import type { Intent, QuestionLanguage } from './answer.js';

type Patterns = Readonly<Partial<Record<Intent, readonly string[]>>>;

/** Phrases before or after a message's content, some of them small talk by themselves. */
interface Around {
  readonly greeting: string;
  readonly thanks: string;
  readonly acknowledgement: string;
  /** Without content: a name, a polite word, the wanted form of the answer. */
  readonly before: string;
  readonly after: string;
  /** Joins the message to the one before. */
  readonly joining: string;
}

// English: the article, its author, its claims, and words about them.
const ARTICLE = 'article';
const INFORMATION = '(?:the|this|her|his|its) (?:info|information|facts|claims|contents?)';
const IT = `(?:it|this|that|(?:the|this) whole thing|this thing|this stuff|all this|all that|${ARTICLE})`;
const THE_AUTHOR = 'author';
const AUTHOR = `(?:${THE_AUTHOR}|she|he|they|her|him|them|(?:this|that) (?:woman|lady|man|guy|person))`;
const SAYS = '(?:says?|said|claims?|claimed|writes?|wrote)';
const VERY = '(?:(?:all|so|too|a bit|a little|pure|only|any|100|considered) )*';
const CLAIMS =
  '(?:claims?|statements?|points?|parts?|things?|facts?|assertions?|sentences?|passages?|sections?|allegations?|bits?|arguments?|stuff)';
const CONTESTED =
  '(?:contested|disputed|in dispute|under dispute|false|wrong|inaccurate|incorrect|untrue|not (?:true|accurate|correct|right|verified|proven)|fake|misleading|debunked|unverified|questionable|controversial|contentious|made up|lies|a lie|refuted|disproven|disproved|unproven|challenged|bogus|dubious|doubtful|unsupported|problematic)';
const ERRORS =
  '(?:errors|mistakes|lies|falsehoods?|inaccuracies|misinformation|disinformation|factual (?:errors|mistakes)|untruths|controversies)';
const WITHIN = `(?: (?:in|of|from|within) (?:${IT}|here|there)| (?:with|about) article| by (?:other sources|others|other people|fact ?checkers|experts|critics|anyone|anybody|someone|somebody|the notes|whom)| (?:made )?by ${AUTHOR}| (?:that )?${AUTHOR} (?:makes?|made)| here| there)?`;
const UNTRUE_NEWS = '(?:propaganda|fake news|misinformation|disinformation|bullshit|bs|nonsense|clickbait|satire)';
const TRUTHFUL =
  '(?:true|false|correct|incorrect|right|wrong|real|fake|legit|legitimate|accurate|inaccurate|factual|lies|a lie|facts?|fact checked|verified)';
const BALANCED =
  '(?:biased|bias|unbiased|reliable|unreliable|trustworthy|untrustworthy|credible|objective|subjective|neutral|impartial|partial|balanced|one sided|slanted|partisan|honest|believable)';
const SOURCE =
  '(?:a |an )?(?:(?:good|reliable|trustworthy|credible|serious|real|trusted|legit|biased) )?(?:source|journalism|news|reporting|news article|opinion|opinion piece|op ed|fact)';
const LEANING = '(?:left|right|left wing|right wing|leftist|(?:pro|anti) [a-z]+|politically motivated)';
const QUALITY = `(?:a )?(?:${UNTRUE_NEWS}|${LEANING}|(?:[a-z]+ )?propaganda|${TRUTHFUL}|${BALANCED}|${SOURCE})`;
const OF_A_PERSON = `(?:a |an )?(?:${BALANCED}|lying|a liar|liar|telling the truth|legit|a propagandist|propagandist|paid(?: for this)?|to be (?:trusted|believed)|a reliable source|a credible source|an expert)`;
const IS = '(?:is|was|are|is not|are not|aint)';
const SHORTLY =
  '(?: (?:in (?:short|brief|general|a nutshell|summary|a few words|(?:one|two|three|a few|a couple of|simple|plain|\\d+) (?:short )?(?:sentences?|words?|lines?|terms|points|paragraphs?|english))|overall|basically|briefly|quickly|to me|for me|for us|like i am (?:5|five)))*';
const TOPIC = '(?:topic|subject|theme|gist|point|main (?:point|idea|topic|message)|message|takeaway|content)';
const SUMMARY =
  '(?:(?:a|the|any|quick|short|brief|one sentence|one line|simple|little|general|rough|fast|concise) )*(?:summary|summery|overview|synopsis|recap|rundown|abstract|outline|digest|gist|tldr|tl dr|short version|cliff ?notes|nutshell)';

const SOME = '(?:(?:a|an|some|some kind of|the) )*';
const MACHINE =
  '(?:bot|robot|ai|a i|chatgpt|chat gpt|gpt|llm|machine|program|claude|gemini|computer|language model|artificial intelligence)';

const EN: Patterns = {
  bot: [
    `(?:are )?you ${SOME}(?:${MACHINE}|human|real (?:person|human)|person)(?: or ${SOME}(?:${MACHINE}|human|real(?: person| human)?|person|not|what))?`,
    `is (?:this|it|that) ${SOME}(?:bot|robot|ai|chatgpt|chat gpt|gpt|llm|human|real (?:person|human))(?: or ${SOME}(?:${MACHINE}|human|real(?: person| human)?|person|not|what))?`,
    `(?:are )?you ${SOME}(?:real|alive|sentient)(?: or ${SOME}(?:${MACHINE}|not|fake))?`,
    'am i talking to (?:a |an )?(?:bot|robot|ai|human|real person|person|machine|real human)',
    'who (?:made|created|built|programmed|coded|wrote|developed|owns|runs|trained|designed|invented|is behind|makes|operates|hosts|programs) (?:you|this bot|the bot|marginalia|this ai)',
    '(?:who|what)(?: or (?:who|what))? are you',
    'what (?:(?:kind|sort|type) of )?(?:bot|ai|program) (?:is this|are you)|what is (?:this bot|the bot|marginalia|this ai)',
    '(?:what is )?your name|do you have a name|what should i call you|who is marginalia',
    'how (?:do you|does (?:this|the) bot|does marginalia) (?:work|answer|function|find (?:the )?answers)',
    'how were you (?:made|built|trained|created)',
    '(?:what|which) (?:ai|model|llm|language model|ai model)(?: (?:are you|do you (?:use|run on)|is this|are you (?:using|running|running on)))?',
    'who is your (?:creator|maker|developer|owner|boss|master)',
    '(?:tell me about|introduce|describe) yourself',
    'how old are you|where are you from|are you (?:there|online|alive|awake|working|open source|free)|you there|do you have feelings|do you sleep',
    'what (?:does (?:this|the) bot|do you) do|what (?:language )?are you (?:written in|made of|made with|based on|made by)|are you (?:made|run|owned) by [a-z]+|what is (?:this|the) bot for|what are you for|what is your (?:job|purpose)',
  ],
  help: [
    '(?:i need |need |some |a little )*help(?: me)?(?: out)?',
    'how (?:do|can|should|would) (?:i|we|you|one) (?:use|work with|talk to|ask|operate|interact with|start|query) (?:a question|questions|this|you|this bot|the bot|this thing|questions?|you questions?|something|you something)',
    'how does (?:this|this thing) work',
    'what (?:else )?(?:can|could) you (?:do|answer|help(?: me)? with|tell me|offer)|what do you know',
    'what (?:can|should|could|do) (?:i|we) (?:(?:ask|say)(?: you| here| about| you about)*|do (?:here|with you|with this bot))',
    '(?:what|which) (?:kinds?|sorts?|types?) of (?:questions|things|stuff) (?:can|could|should|may) (?:i|we) ask(?: you)?',
    '(?:what are |list |show |show me |which |what )?(?:(?:your|the|all|available|bot) )*commands(?: do you have| are there)?',
    'how to use (?:this|you|this bot)|how to ask',
    '(?:any |some |give me |show me |an |what are )*(?:example|sample|suggested)(?: questions?)?s?',
  ],
  summary: [
    `what(?: is| was) ${IT} (?:all )*about${SHORTLY}`,
    `what (?:is )?${IT} (?:is |was )?(?:all )*about${SHORTLY}`,
    `(?:what is )?(?:the|its) ${TOPIC}(?: (?:of|in|behind) ${IT})?|${TOPIC} of ${IT}|main idea`,
    `(?:(?:i )?(?:give|get|write|make|provide|show|have|need|want|do|post|send|drop|can i get|can i have|can we get|could i get|may i have|is there|what is|would like|got|has|(?:anyone|anybody|someone) (?:got|have|has))(?: (?:me|us))? )?${SUMMARY}(?: (?:of|for|on) ${IT})?${SHORTLY}`,
    `(?:(?:summarise|summarize)|sum up|sum|recap|outline|condense|shorten|(?:summarise|summarize) up|tldr|tl dr)(?: (?:me|us))?(?: ${IT})?(?: up)?${SHORTLY}`,
    `(?:explain|describe|break down|present|introduce|eli5)(?: (?:me|us|to me|to us))? ${ARTICLE}${SHORTLY}`,
    `eli5(?: ${IT})?|(?:catch|fill) me (?:up|in)(?: on ${IT})?|(?:the |in a |a )?(?:nutshell|short version|bottom line|long story short)|in (?:short|brief|summary)`,
    `(?:tell me|talk|something)(?: something| more)? about ${ARTICLE}`,
    `what (?:does|did|is|do) ${IT} (?:say|saying|argue|claim|talk about|talking about|discuss|cover|describe|want to say|try to say|trying to say|deal with)${SHORTLY}`,
    `what (?:does|did|is) ${THE_AUTHOR} (?:say|argue|want to say|want|talk about|write about|try to say|trying to (?:say|argue|tell us)|saying|arguing|getting at)${SHORTLY}|what is (?:author|her|his) point`,
    `(?:what are |what is |list |give me |tell me |which are )?(?:the |its )?(?:main|key|most important|central|core|big) (?:points?|ideas?|takeaways?|topics?|themes?|message)(?: (?:of|in|from|made in) ${IT})?${SHORTLY}`,
    `what (?:happens|is going on|is discussed|is covered|is said|is written) in ${ARTICLE}`,
    'what did i miss in article|what are we reading|what am i reading',
  ],
  contested: [
    `(?:what|which|how much|how many)(?: of)?(?: (?:the|her|his|its|these|those|it|this|that|all))*(?: ${CLAIMS})?${WITHIN}(?: (?:are|is|was|were|has been|have been|turned out(?: to be)?|count as|got|do people))+ ${VERY}${CONTESTED}(?: (?:or|and) ${VERY}${CONTESTED})?${WITHIN}`,
    `(?:how much|which parts?|what parts?|what) (?:of|in) (?:${IT}|here) (?:is|are|was) ${VERY}${CONTESTED}`,
    `(?:what|which|how many) ${CONTESTED} ${CLAIMS}${WITHIN}(?: (?:are there|does (?:${IT}|${AUTHOR}) (?:make|have|contain)|there are))?${WITHIN}`,
    `(?:(?:list|show|give|tell|see|name|point out|where are|what are|which are|find)(?: me| us)? )?(?:(?:a|list|all|about|of|the|her|his|its|these|any|some|every) )*${CONTESTED}(?: (?:or|and) ${CONTESTED})? (?:claims|statements|points|parts|things|facts|assertions|sentences|passages|sections|allegations|bits|arguments|stuff|ones)${WITHIN}`,
    `(?:is|are) there (?:(?:any|some|anything|something|many|a lot of|lots of) ?)*(?:${CONTESTED} ${CLAIMS}|${ERRORS}|${CONTESTED}|${CLAIMS} that (?:is|are) ${CONTESTED})${WITHIN}`,
    `is (?:anything|something|any of (?:it|this|that)|some of (?:it|this))${WITHIN} ${VERY}${CONTESTED}`,
    `${ERRORS} (?:in|of) article|(?:what|which|how many|list|show|show me|any|some|all|the|are there|what are|find|many|name)(?: (?:the|any|all|its|her))* ${ERRORS}${WITHIN}(?: (?:are there|does (?:${IT}|${AUTHOR}) (?:make|have|contain)|there are))?${WITHIN}`,
    `what (?:does|did|has|do) (?:${IT}|${AUTHOR}) (?:get|got|gotten|getting) (?:wrong|false|incorrect|right and wrong)`,
    `where (?:is|does|did|was) (?:${IT}|${AUTHOR}) (?:wrong|go wrong|lie|lying|mistaken|get it wrong|incorrect|inaccurate)`,
    `what (?:does|did|is) ${AUTHOR} (?:lie|lying|wrong) about`,
    `(?:does|did) (?:${ARTICLE}|${THE_AUTHOR}) (?:lie|contain (?:any )?${ERRORS}|have (?:any )?${ERRORS}|make (?:any )?${ERRORS})`,
    `what (?:is|are) ${VERY}(?:${CONTESTED}) (?:in (?:${IT}|here)|(?:with|about) (?:article|this article|here))`,
    `(?:(?:show|list|see|give)(?: me)? )?(?:(?:the|all|what is) )*(?:contested|disputed|debunked|in dispute)(?: ones| stuff)?`,
    `(?:is |are )?(?:anything|something)${WITHIN} ${VERY}${CONTESTED}${WITHIN}`,
    `(?:what|which|how many)(?: of)?(?: the)? notes(?: (?:are there|do you have|say|exist|are on it|there are))*|what do the notes say(?: about ${IT})?|(?:show|list)(?: me)? (?:the |all )*notes`,
    `(?:which|what)(?: ${CLAIMS})?${WITHIN} (?:can|should) (?:i|we|you) (?:not|never) (?:trust|believe)`,
    `(?:which|what) (?:claims?|statements?|parts?)${WITHIN} (?:are|is|have been|has been) ${VERY}(?:true|correct|accurate|verified|supported|confirmed)${WITHIN}`,
    `what do (?:fact ?checkers|fact checks|critics|other sources|others) say about ${ARTICLE}`,
  ],
  reliability: [
    `${IS} (?:${IT}|${INFORMATION}(?: in ${IT}| here)?|everything|anything|all|any|most|much|half|some|(?:everything|anything|all|any|most|much|half|some) (?:of |in )?${IT}|what ${IT} ${SAYS}|(?:everything|anything|all|what) ${AUTHOR} ${SAYS}) ?(?:not )?${VERY}${QUALITY}(?: (?:or|and) (?:not|${QUALITY}|fiction|nah|just .{1,20}))?`,
    `is ${IT} (?:even )?(?:worth (?:reading|believing|trusting)|to be (?:trusted|believed))`,
    `how (?:much )?${VERY}(?:${TRUTHFUL}|${BALANCED}) (?:is|are|was) (?:${IT}|${AUTHOR}|everything in ${IT}|her claims|the claims)`,
    `how much (?:of (?:it|this|that|${ARTICLE}) )?(?:is|can (?:i|we|you) (?:trust|believe)) (?:${IT}|${AUTHOR}|true|real|fact|correct|accurate)`,
    `(?:can|should|could|do|would|may|must|shall) (?:i|we|one|people|anyone|anybody|you even) ${VERY}(?:trust|believe|rely on|take|believe in)(?: (?:${IT}|${AUTHOR}|(?:anything|any|all|some|most|much|everything)(?: (?:of|in) ${IT})?|what (?:${IT}|${AUTHOR}) ${SAYS}|the (?:claims|facts)))?(?: seriously| at face value)?`,
    `why (?:should|would|do|must|shall) (?:i|we|one|people|anyone|anybody) ${VERY}(?:trust|believe|rely on|take|believe in) (?:${IT}|${AUTHOR}|anything(?: in ${IT})?|what (?:${IT}|${AUTHOR}) ${SAYS})(?: seriously)?`,
    `(?:can|could|should) (?:${IT}|${AUTHOR}) be (?:trusted|believed|relied (?:on|upon)|taken seriously)`,
    `${IS} ${AUTHOR} (?:not )?${VERY}${OF_A_PERSON}(?: or (?:not|${OF_A_PERSON}))?`,
    `(?:(?:it|this|that|${ARTICLE}) )?(?:sounds?|looks?|seems?|feels?|reads?|smells?) ${VERY}(?:like )?${VERY}(?:${UNTRUE_NEWS}|${BALANCED}|fake)`,
    `(?:${IT}|she|author) (?:is|are) ${VERY}(?:${UNTRUE_NEWS}|${BALANCED})`,
    `${VERY}(?:propaganda|fake news|biased|bias|clickbait)(?: or (?:not|news|fact|journalism))?`,
    `(?:what is |what about |how is )?(?:the |any |its |her )*(?:reliability|bias|credibility|trustworthiness|accuracy|objectivity)(?: (?:of|in) (?:${IT}|${AUTHOR}))?`,
    `(?:is|are) there (?:any |a )?bias(?:es)?(?: (?:in|of|here))?(?: ${IT})?`,
    `(?:does|do|has) (?:${IT}|${AUTHOR}) (?:have |show |got )?(?:a |any )?(?:bias|agenda)|what is (?:the|her|his|its) (?:bias|agenda)`,
    '(?:biased|reliable|trustworthy|credible|objective|one sided|unbiased|impartial)(?: or (?:not|biased|unbiased|unreliable))?',
    'fact or (?:opinion|fiction)|opinion or fact|news or opinion',
    `how (?:do|can|would) (?:i|we|you) know (?:if |that |whether )?(?:${IT}|${AUTHOR}|any of (?:it|this)) (?:is|are) (?:not )?${VERY}(?:${TRUTHFUL}|${BALANCED}|lying)`,
    `(?:has|was|is) ${ARTICLE} (?:been )?(?:fact ?checked|verified|checked|debunked|peer reviewed)`,
    `who (?:says|said) (?:that )?${ARTICLE} is (?:true|right|reliable)`,
  ],
  opinion: [
    `what (?:do|would|did) you (?:yourself |bots )*(?:think|feel|say|believe|make)(?: (?:about|of|on|to) (?:${IT}|${AUTHOR}|her (?:claims|views|opinion|arguments?)|the (?:claims|topic|subject)))?`,
    `what you (?:think|feel|believe)(?: (?:about|of|on) (?:${IT}|${AUTHOR}))?`,
    `how do you (?:feel|see)(?: (?:about|it|this|that|${ARTICLE}))*|agree(?: or disagree)?|what is your verdict`,
    `(?:(?:do|do not|would|can) )?you (?:also )*(?:agree|disagree|believe|trust|like|support|think so|think)(?: (?:with|in))?(?: (?:${IT}|${AUTHOR}|me|what ${AUTHOR} ${SAYS}|anything in ${IT}))?(?: is ${VERY}(?:${TRUTHFUL}|${BALANCED}|${UNTRUE_NEWS}))?`,
    `(?:(?:what is|what are|give me|give us|tell me|share|i want|do you have|any|have you got|have you)(?: (?:a|an|any))? )?(?:your )?(?:(?:own|personal|honest|real|true) )*(?:opinions?|thoughts|take|stance|verdict|hot take)(?: (?:on|about|of) (?:${IT}|${AUTHOR}))?`,
    `(?:what is|what are|tell me|give me) your (?:(?:own|personal|honest|political|real) )*(?:views?|position|judge?ment|feelings?|politics|beliefs?)(?: (?:on|about|of) (?:${IT}|${AUTHOR}))?`,
    '(?:whose|which|what) side (?:are you|you)(?: on)?|are you on (?:her|his|their|our|my|whose|any) side|do you (?:take|have|pick) (?:a side|sides)|pick a side',
    'who (?:do|would|did) you (?:support|vote for|side with|believe|like|root for|prefer|trust|think is right|stand with)',
    'are you (?:(?:a|an|pro|anti|politically) )*(?:left|right|left wing|right wing|leftist|liberal|conservative|socialist|communist|political|biased|unbiased|neutral|objective|impartial|partisan|propaganda|reliable|trustworthy)(?: or (?:(?:a|an) )?(?:left|right|left wing|right wing|leftist|liberal|conservative|socialist|communist|neutral|not))?',
    `(?:is|was) ${AUTHOR} (?:right|wrong|correct|mistaken)(?: or (?:not|wrong))?`,
    'can i trust you|should i trust you|why should i (?:trust|believe) you|are you sure',
  ],
  summons: [
    '(?:fact ?check|check|verify|debunk|confirm|validate|refute|cross ?check|double ?check)(?: on)?(?: (?:this|that|it|these|those))?(?: (?:claims?|message|post|statement|tweet|one|out|info|comment|rumou?r|screenshot|picture|meme|quote|for (?:me|us)))*',
    '(?:do|run|give me|i want|need|i need|requesting) (?:a )?fact ?check(?: (?:on|of|for))?(?: (?:this|that|it))?(?: (?:claim|message|post|statement|one))?',
    'is (?:this|that|what (?:he|she|they) (?:say|says|said|wrote))(?: (?:claim|statement|message|post|tweet|one|thing|rumou?r|comment|picture|story|quote))? (?:really |actually |even |all |just |legit |100 )*(?:true|real|fake|false|legit|correct|right|accurate|a lie|lies|a fact|fact|facts|cap|bs|bullshit|a hoax|hoax|a rumou?r|legitimate|verified|confirmed|so|the truth)(?: or (?:not|false|fake|real|nah|cap|bs|wrong|a lie|fiction))?',
    '(?:true|real|legit|fact|facts|right|correct|fake|truth)(?: or (?:false|fake|not|cap|fiction|wrong|lie|real|nah|bs))',
    '(?:can|could) (?:this|that) be (?:true|real|right)|did (?:this|that) happen|(?:this|that) true|true|legit|cap',
  ],
  insult: [
    '(?:(?:are|is) )?(?:you|you are|your|this bot|this bot is|the bot is|bot|what an?|such an?|(?:this|the) (?:thing|ai) is|marginalia is) ?(?:(?:is|are|so|such|a|an|the|fucking|fuckin|damn|bloody|very|freaking|complete|fkn|most|pretty|as) )*(?:stupid|dumb|useless|idiotic|idiot|moron|dumbass|loser|clown|trash|garbage|crap|shit|shitty|worthless|pathetic|terrible|horrible|awful|bad|lame|annoying|worst|rubbish|broken|retarded|dumb as (?:a )?(?:rock|hell)|ass|joke|failure|piece of (?:shit|crap|garbage|junk|trash)|waste of (?:time|space)|liar|ugly|suck|sucks|boring)(?: (?:bot|robot|machine|thing|idiot|ai|ever|program|piece of (?:shit|crap|garbage|junk|trash)))*',
    '(?:stupid|dumb|useless|bad|worst|garbage|trash|shit|shitty|terrible|awful|idiot|fucking|lame|crap|crappy|pathetic|worthless|annoying|rubbish)(?: (?:stupid|dumb|useless|fucking))* (?:bot|robot|ai)(?: ever)?',
    '(?:(?:this|the) (?:bot|thing|ai)|you|bot|it) (?:fucking )*(?:sucks?|blows?|stinks?)(?: ass| so (?:bad|much|hard))?',
    'idiot|moron|dumbass|stupid|loser|clown|asshole|bitch|bastard|fuck|shit|crap|dick|wtf|ffs|trash|useless|garbage',
    '(?:shut (?:the (?:hell|fuck) )?up|stfu|go away|get lost|piss off|go to hell|drop dead|bugger off|kys)(?: (?:you|bot|idiot|stupid))*',
    '(?:fuck|screw|f|eff|fk|damn)(?: (?:you|off|this bot|this|yourself|it))+',
    '(?:i|we|everyone) (?:fucking )*hates? (?:you|this bot)|nobody (?:asked(?: you)?|likes you)|what is wrong with you|what the (?:hell|fuck)(?: is wrong with you)?|wtf is wrong with you|you know nothing|are you (?:blind|drunk|high|deaf|broken)|you are wrong|you are no help|bad bot|no one asked',
  ],
};

// Spanish.
const ARTICULO = 'articulo';
const ESTO = `(?:esto|eso|este|ese|${ARTICULO})`;
const LA_AUTORA = 'autora';
const AUTORA = `(?:${LA_AUTORA}|ella|el|esta (?:mujer|senora|tipa|persona)|este (?:hombre|senor|tipo))`;
const MUY = '(?:(?:muy|tan|todo|realmente|de verdad|pura|puro|totalmente|solo|solamente|mas o menos|un poco|100|algo) )*';
const AFIRMACIONES =
  '(?:afirmacion|afirmaciones|partes?|puntos?|cosas?|datos?|frases?|declaracion|declaraciones|pasajes?|hechos|argumentos?|acusaciones)';
const DISCUTIDO =
  '(?:falsas?|falsos?|mentiras?|controvertid[oa]s?|disputad[oa]s?|en disputa|discutid[oa]s?|discutibles?|erronea?s?|erroneos?|incorrect[oa]s?|inexact[oa]s?|polemic[oa]s?|dudos[oa]s?|cuestionad[oa]s?|cuestionables?|enganos[oa]s?|desmentid[oa]s?|inventad[oa]s?|sin verificar|no verificad[oa]s?|mal|no (?:es|son) (?:verdad|ciert[oa]s?)|en duda|equivocad[oa]s?|problematic[oa]s?)';
const ERRORES = '(?:errores|mentiras|falsedades|inexactitudes|equivocaciones|bulos|desinformacion|fallos)';
const DENTRO = `(?: (?:en|de|del|dentro de|con|que hace|que tiene|segun ustedes|hay en|hay|que hay en|que contiene) ?(?:${ESTO}|${AUTORA}|aqui|alli|ahi)?| articulo| aqui)?`;
const VERAZ =
  '(?:verdad|cierto|cierta|falso|falsa|mentira|real|correcto|correcta|exacto|exacta|veridico|veridica|veraz|verdadero|verdadera)';
const FIABLE =
  '(?:fiable|confiable|creible|parcial|imparcial|objetiv[oa]|neutral|sesgad[oa]|tendencios[oa]|propaganda|propagandistica|seri[oa]|honest[oa]|de fiar|de confianza|partidista|noticia falsa|fake news|bulo|una fuente (?:fiable|confiable)|desinformacion|opinion|una opinion|panfleto)';
const EN_BREVE =
  '(?: (?:en (?:resumen|breve|pocas palabras|general|(?:una|dos|tres|pocas|\\d+) (?:frases?|palabras|lineas)|corto)|brevemente|rapidamente|rapido|cort[oa]|breve|a grandes rasgos|para mi))*';

const ES: Patterns = {
  bot: [
    '(?:tu )?(?:eres|es usted|sos|es esto|esto es|es)(?: (?:tu|vos|realmente|de verdad))* (?:un |una )?(?:bot|robot|ia|maquina|persona(?: real)?|human[oa]|real|chatgpt|gpt|programa|inteligencia artificial|alguien)(?: o (?:un |una )?(?:bot|robot|ia|maquina|persona|human[oa]|que|no))?',
    'hablo con (?:un |una )?(?:bot|robot|ia|maquina|persona(?: real)?|humano)',
    'quien te (?:creo|hizo|programo|ha hecho|ha creado|diseno|desarrollo|invento|entreno)|quien (?:hizo|creo|programo) (?:este|el) bot|quien es tu (?:creador|dueno|jefe)',
    '(?:quien|que) (?:eres|es usted|sos)(?: (?:tu|vos|exactamente))*',
    'que (?:es|hace) (?:este|el) bot|que es marginalia|(?:y )?tu que eres|que haces|a que te dedicas|para que sirves|para que sirve este bot',
    'como te llamas|cual es tu nombre|tu nombre|como se llama(?: (?:este|el) bot)?',
    'como (?:funcionas|trabajas|respondes)|como funciona (?:este|el) bot',
    'que (?:modelo|ia)(?: de (?:ia|lenguaje|inteligencia artificial))? (?:eres|usas|es este)',
    'cuantos anos tienes|de donde eres|estas (?:ahi|vivo|despierto)|hablame de ti|presentate',
  ],
  help: [
    '(?:necesito |quiero )?ayuda(?:me)?|ayudame|ayudeme|me (?:puedes )?ayudas?|auxilio|socorro',
    'que (?:mas )?(?:puedes|sabes|podes) (?:hacer|responder|contestar|decirme)|que sabes',
    '(?:como|de que manera) (?:se usa|se utiliza|uso|utilizo|puedo usar|debo usar|te uso|te pregunto|pregunto|hago una pregunta|funciona) (?:esto|este bot|el bot)|como (?:te uso|te pregunto|hago una pregunta)',
    '(?:que|de que|sobre que) (?:cosas |tipo de (?:preguntas|cosas) )?(?:te |le )?(?:puedo|se puede|podemos|debo) (?:preguntar|hacer|preguntarte|pedir|pedirte|hacerte)(?:te)?(?: (?:aqui|preguntas))?',
    '(?:que |cuales son |lista de |ver |muestra |hay )?(?:(?:los|tus|las) )?(?:comandos|ordenes)(?: (?:hay|tienes|existen|tiene))?',
    '(?:un |algun |dame un |pon un )?ejemplo(?: de pregunta)?s?',
  ],
  summary: [
    `(?:de|sobre) que (?:se )?(?:trata|va|habla|es)(?: (?:todo )?(?:${ESTO}|esta cosa))?${EN_BREVE}`,
    `(?:${ESTO}) (?:de|sobre) que (?:se )?(?:trata|va|habla)`,
    `(?:(?:haz(?:me|nos)?|da(?:me|nos)?|haga(?:me)?|quiero|necesito|pon(?:me)?|hay|dime|puedo tener|me (?:haces|das|puedes (?:hacer|dar))|puedes (?:hacer|dar)(?:me|nos)?|me gustaria|escribe|pasa(?:me)?) )?(?:(?:un|el|breve|pequeno|corto|rapido|algun) )*resumen(?: (?:breve|corto|rapido|general))?(?: (?:de|del|sobre)(?: ?(?:todo |lo que dice )?(?:${ESTO}))?)?${EN_BREVE}`,
    `(?:(?:me |nos )?(?:lo )?(?:puedes|podrias|puede|podria|podes) )?(?:resum(?:e|ir|a|i)(?:me|nos|lo|melo)?|sintetiza(?:r|me)?)(?: (?:todo )?(?:${ESTO}))?${EN_BREVE}`,
    `(?:me )?resumes(?: (?:${ESTO}))?${EN_BREVE}`,
    `(?:explica(?:me|r)?|cuenta(?:me)?|describe(?:me)?|presenta(?:me)?|hablame)(?: (?:de|sobre))? (?:${ARTICULO})${EN_BREVE}`,
    'en (?:resumen|pocas palabras|breve)|ponme al dia',
    `(?:cuenta(?:me)?|dime|explica(?:me)?) (?:de|sobre) que (?:se )?(?:trata|va|habla)(?: (?:${ESTO}))?`,
    `(?:en resumen |en pocas palabras )?(?:que|y que) (?:dice|cuenta|plantea|explica|sostiene|quiere decir) (?:${ARTICULO})${EN_BREVE}`,
    `(?:cual(?:es)? (?:es|son) |dime |dame )?(?:(?:el|la|los|las|sus) )?(?:ideas?|puntos?|temas?|mensaje|conclusion(?:es)?) (?:principal(?:es)?|central(?:es)?|clave|fundamental(?:es)?|mas importantes?)(?: (?:de|del)(?: ?(?:${ESTO}))?)?`,
    `(?:tldr|tl dr)(?: (?:de|del)(?: ?(?:${ESTO}))?)?`,
    `(?:cual es )?(?:el|su) tema(?: (?:de|del)(?: ?(?:${ESTO}))?)?`,
  ],
  contested: [
    `(?:que|cuales|cuantas?|cuantos|cual)(?: de)?(?: (?:las|los|sus|estas|estos|lo que dice))*(?: ${AFIRMACIONES})?${DENTRO}(?: (?:es|son|esta|estan|fue|fueron|hay|sigue|siguen|han sido|ha sido|resultan))+ ${MUY}${DISCUTIDO}${DENTRO}`,
    `(?:que|cuanto|cuanta|cual) (?:parte )?(?:de|del)(?: ?(?:${ESTO})) (?:es|esta|son) ${MUY}${DISCUTIDO}`,
    `(?:que|cuales|cuantas?|cuantos) ${AFIRMACIONES} ${DISCUTIDO}(?: (?:hay|tiene|contiene|hace)(?: (?:${ESTO}|${AUTORA}))?)?${DENTRO}`,
    `(?:hay|tiene|contiene)(?: (?:${ESTO}))? (?:(?:algo|alguna?s?|muchas?|muchos|cosas) )?(?:(?:de|que (?:sea|es)) )?(?:${DISCUTIDO}|${ERRORES}|${AFIRMACIONES} (?:que (?:sean|son) )?${DISCUTIDO})${DENTRO}`,
    `(?:(?:muestra(?:me)?|lista(?:me)?|dame|dime|ensena(?:me)?|ver|quiero ver|cuales son|que|cuantos|cuantas|hay|enumera) )?(?:(?:las|los|todas|todos|sus|lista|de|una) )*(?:${AFIRMACIONES} (?:que (?:son|estan) )?${DISCUTIDO}|${ERRORES})(?: (?:hay|tiene|contiene|comete)(?: (?:${ESTO}|${AUTORA}))?)?${DENTRO}`,
    '(?:que|cuales|cuantas) notas(?: (?:hay|tiene|tienes|existen))?|que dicen las notas|(?:muestra(?:me)?|ver) (?:las )?notas|(?:lo |las? )?(?:controvertid[oa]s?|disputad[oa]s?|desmentid[oa]s?)',
    `que (?:se )?(?:disputa|discute|cuestiona|debate)(?: (?:en|de|del)(?: ?(?:${ESTO}))?)?`,
    `(?:en que|donde) (?:miente|se equivoca|falla)(?: (?:${ARTICULO}|${AUTORA}))?`,
    `que (?:tiene|hay) de (?:${DISCUTIDO}|mal|malo)(?: (?:${ESTO}|en (?:${ESTO})))?|que (?:esta|hay) mal (?:en|con) (?:${ESTO})`,
    `que no es (?:verdad|ciert[oa])${DENTRO}|que ${AFIRMACIONES}${DENTRO} no (?:es|son) (?:verdad|ciert[oa]s?)`,
    `(?:${ARTICULO}|${AUTORA}) (?:miente|dice mentiras)|(?:miente|dice mentiras) (?:${ARTICULO}|${LA_AUTORA})`,
  ],
  reliability: [
    `(?:es|era|sera|son|esta|estan|no es) ${MUY}(?:${VERAZ}|${FIABLE})(?: (?:todo )?(?:${ESTO}|${AUTORA}|(?:todo )?lo que (?:dice|cuenta|afirma|escribe)(?: (?:${ESTO}|${AUTORA}))?))?(?: o (?:no|${VERAZ}|${FIABLE}))?`,
    `(?:${ESTO}|${AUTORA}|todo|lo que dice(?: (?:${ESTO}|${AUTORA}))?|todo lo que dice(?: (?:${ESTO}|${AUTORA}))?|la informacion) (?:es|son|esta) ${MUY}(?:${VERAZ}|${FIABLE})(?: o (?:no|${VERAZ}|${FIABLE}))?`,
    `(?:que|cuan|como de) (?:tan )?(?:${VERAZ}|${FIABLE}) (?:es|son) (?:${ESTO}|${AUTORA}|lo que dice)`,
    `(?:se puede|puedo|podemos|debo|deberia|deberiamos|puede uno|hay que) (?:confiar|creer|fiar(?:me|se)?|creer(?:le|lo|les)?|tomar en serio)(?: (?:en|de|a|lo que dice))*(?: ?(?:${ESTO}|${AUTORA}))?`,
    `(?:por que|porque) (?:se deberia|deberia|debo|tengo que|deberiamos|habria de|voy a|tendria que|debemos|he de)(?: de)? (?:creer(?:le|lo|les|la)?|confiar|fiar(?:me|se)?)(?: (?:en|de|a|lo que dice))*(?: ?(?:${ESTO}|${AUTORA}))?`,
    `(?:suena|parece|huele) (?:a |mucho a )?(?:pura )?(?:${FIABLE})(?: (?:${ESTO}))?`,
    `(?:esto |articulo )?(?:es )?pura (?:propaganda|mentira)|propaganda|fake news|desinformacion`,
    `(?:tiene|hay) (?:(?:algun|un|mucho) )?sesgo(?: (?:${ESTO}|${AUTORA}|en (?:${ESTO})))?|(?:el |que )?sesgo(?: (?:tiene|de|del|hay en))?(?: ?(?:${ESTO}|${AUTORA}))?`,
    `(?:la )?(?:fiabilidad|credibilidad|objetividad|veracidad)(?: (?:de|del))?(?: ?(?:${ESTO}|${AUTORA}))?`,
    `(?:${AUTORA} )?(?:dice la verdad|miente|esta mintiendo)(?: (?:${AUTORA}|o no))?`,
    '(?:fiable|confiable|objetivo|imparcial|creible|sesgado)(?: o no)?',
    'hecho u opinion|opinion o (?:hecho|noticia)|es (?:una )?(?:noticia|opinion)(?: o (?:una )?(?:noticia|opinion))?',
  ],
  opinion: [
    `(?:y )?(?:tu |usted |vos )?(?:que|como) (?:opinas?|piensas?|crees?|te parece|le parece|opina usted|piensa usted|pensas|ves)(?: (?:tu|usted|vos|realmente))*(?: (?:de|del|sobre|acerca de|de todo))*(?: ?(?:${ESTO}|${AUTORA}|lo que dice))?`,
    `(?:no )?(?:estas|esta usted|tu estas) (?:de acuerdo|en contra|a favor)(?: (?:con|de))?(?: ?(?:${ESTO}|${AUTORA}|lo que dice))?`,
    `(?:cual es |dame |dime |cual seria |tienes )?(?:(?:tu|su|alguna|una) )(?:(?:propia|honesta) )?(?:opinion|postura|posicion|punto de vista)(?: (?:personal|sincera))?(?: (?:de|del|sobre|acerca de))*(?: ?(?:${ESTO}|${AUTORA}))?`,
    '(?:de que (?:lado|parte|bando) (?:estas|esta usted)|a quien (?:apoyas|votas|crees|prefieres|le vas)|con quien estas|eres (?:de )?(?:izquierda|derecha|izquierdas|derechas|imparcial|neutral|chavista|parcial|objetivo|comunista|socialista)(?: o (?:de )?(?:izquierda|derecha|izquierdas|derechas))?)',
    `(?:tu )?(?:le |les |te lo |lo |te )?(?:crees|confias|apoyas)(?: (?:en|a))?(?: ?(?:${ESTO}|${AUTORA}|lo que dice(?: (?:${ESTO}|${AUTORA}))?))?`,
    `(?:crees|piensas) que (?:${ESTO}|${AUTORA}) (?:es ${MUY}(?:${VERAZ}|${FIABLE})|tiene razon|miente)`,
    `tiene razon(?: (?:${AUTORA}|${ARTICULO}))?|(?:${AUTORA}|${ARTICULO}) tiene razon|puedo (?:confiar en ti|fiarme de ti)`,
  ],
  summons: [
    '(?:me )?(?:puedes |podrias )?(?:verific(?:a|ar|alo|arlo|ame|ue)|comprueb(?:a|alo|e)|comprobar(?:lo)?|chequ(?:ea|ear|ealo|earlo)|revis(?:a|ar|alo|arlo)|confirm(?:a|ar|alo|arlo)|desmient(?:e|elo)|contrast(?:a|ar|alo|arlo))(?: (?:esto|eso|este|ese|esta|esa|aquello))?(?: (?:mensaje|afirmacion|tuit|dato|publicacion|noticia|comentario|rumor))?',
    '(?:es|sera|era) (?:verdad|cierto|real|falso|mentira|correcto|verdadero|un bulo|bulo)(?: (?:eso|esto|aquello|esa afirmacion|ese mensaje|este mensaje|esa|ese))',
    '(?:eso|esto|aquello|ese mensaje|esa afirmacion|este mensaje|lo que dice (?:este|ese) mensaje) es (?:realmente |de verdad )?(?:verdad|cierto|real|falso|mentira|correcto|verdadero|un bulo|bulo)(?: o (?:no|mentira|falso|bulo))?',
    '(?:verdadero|verdad|cierto|real) o (?:falso|mentira|no|fake|bulo)|verificacion(?: por favor)?|es (?:verdad|cierto)(?: o (?:no|mentira|falso))?',
  ],
  insult: [
    '(?:que |eres |eres un |eres una |sos |sos un |este bot es |esta cosa es |vaya |menudo |maldito |pinche |puto )+(?:(?:bot|un|una|tan|muy|mas|todo|el|pedazo de|mierda de|grandisimo) )*(?:inutil|tont[oa]|idiota|estupid[oa]|imbecil|mierda|basura|mal[oa]|pesimo|peor|inservible|payaso|burro|ignorante|gilipollas|pendejo|boludo|asco|porqueria|bot|mentiroso|patetico|lento|feo)(?: (?:bot|de mierda|eres|inutil|tonto))*',
    'bot (?:de (?:mierda|pacotilla|porqueria)|inutil|tonto|estupido|malo|idiota|basura|asqueroso)|mierda de bot|(?:el )?peor bot(?: del mundo| de la historia)?',
    'stfu|wtf|inutil|tonto|idiota|estupido|imbecil|mierda|basura|gilipollas|pendejo|payaso|cabron|joder|vete a la mierda|que asco',
    '(?:callate|callese|cierra (?:la boca|el pico)|vete|largate|fuera|muerete|vete al (?:diablo|infierno|carajo)|jodete|que te jodan|chinga tu madre)(?: (?:ya|bot|tonto|idiota|de una vez))*',
    'no (?:sirves|vales)(?: (?:para|por|de))?(?: nada)?|no sabes nada|te odio|das (?:asco|pena)|eres lo peor|este bot no sirve(?: para nada)?|no entiendes nada|nadie te (?:pregunto|quiere)',
  ],
};

export const PATTERNS: Readonly<Record<QuestionLanguage, Patterns>> = { en: EN, es: ES };

const NAMES =
  'bot|marginalia|robot|guys|all|everyone|everybody|folks|there|again|mate|dude|bro|man|buddy|friend|sir|friends|people|chat|y all|team|fam|gente|todos|a todos|amigo|amigos|crack|chicos|grupo|tio|pana|chamo';

/** Phrases that are one word in the patterns, or left out if they have no content. */
export const REWORDED: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:really|actually|even|totally|just|completely|quite|kinda|pretty|mostly|simply|basically|fully|politically|honestly|personally|mainly|exactly|literally|absolutely|very)\b/g,
    '',
  ],
  [
    /\b(?:(?:the|this|that|your|her|his|ur) )?(?:(?:whole|entire|full|news|opinion) )?(?:article|text|piece|essay|op ed|oped|document|story|paper|page|column|blog post|write up)\b/g,
    'article',
  ],
  [/\b(?:(?:the|this|that) )?(?:author|writer|journalist)\b/g, 'author'],
  [/\b(?:del|al) (?=(?:articulo|texto|escrito|ensayo|documento|reportaje|autor|escritor)\b)/g, 'de '],
  [
    /\b(?:(?:el|este|ese|su|un|la|esta|esa) )?(?:articulo|texto|escrito|ensayo|documento|reportaje|noticia|columna|historia)(?: (?:este|ese|entero|completo))?\b/g,
    'articulo',
  ],
  [/\b(?:(?:la|el|esta|este) )?(?:autora?|escritora?|periodista)\b/g, 'autora'],
];

export const AROUND: Readonly<Record<QuestionLanguage, Around>> = {
  en: {
    greeting:
      'hi|hello|hey|heya|hiya|yo|sup|what is up|wassup|whassup|howdy|greetings|good (?:morning|afternoon|evening|day|night)|morning|gm|gn|good to see you|goodbye|good bye|bye(?: bye)?|see you(?: later| soon| tomorrow)?|cya|how are you(?: doing)?(?: today)?|how is it going|how do you do|how have you been|nice to meet you|hope you are well|what is new|good to meet you|have a (?:nice|good|great) (?:day|night|one|evening)',
    thanks:
      '(?:many |much |a lot of )?thanks|thank you|thank you (?:so|very) much|thanks (?:a lot|a ton|so much|very much|a bunch|a million|for (?:the|your) (?:help|answer|info|information|reply)|for (?:helping|answering)|for that)|cheers|much appreciated|(?:i )?appreciate (?:it|that|you)|appreciated|that (?:helped|helps|was helpful|is helpful)(?: a lot)?|very helpful|good bot|nice bot|great bot|best bot|(?:i )?love (?:you|it|this bot)|you are (?:the best|great|awesome|amazing|cool|helpful|a legend|so helpful|very helpful)|well done|good job|nice work|great job|good answer|nice answer|great answer|helpful',
    acknowledgement:
      'ok|okay|okey|k|kk|oki|okie|alright|all right|got it|gotcha|i see|i understand|understood|noted|fair enough|fair|makes sense|that makes sense|cool|nice|great|good|awesome|amazing|wow|whoa|oh|ah|aha|hm+|mhm|interesting|very interesting|good to know|lol|lmao|lmfao|rofl|xd|haha(?:ha)*|hehe(?:he)*|ha|lul|sweet|perfect|sure|yep|yup|fine|sounds good|no problem|never mind|nvm|bruh|damn|omg|oof|sorry|my bad|oh well|oops|test|testing|that is (?:funny|crazy|wild|hilarious|interesting|cool)|funny|sad|neat|agreed|same|true that',
    before: `please|so|well|um+|uh+|er+|dear|btw|quick question|serious question|real question|genuine question|question|curious|wondering|i am curious|i was wondering|wait|listen|look|honestly|seriously|actually|basically|now|then|anyway|excuse me|can you|could you|would you|will you|can u|i am not (?:going to read|gonna read|reading) (?:it|this|that|all (?:of )?(?:it|this|that)|article|the whole thing)|(?:can |could |would )?(?:someone|somebody|anyone|anybody)|(?:i )?(?:want|need|would like) (?:to know|you to)|let me know|tell me|do you know|can (?:someone|somebody|anyone|anybody)|does anyone know|anyone know|help me understand|i (?:have no|do not have|dont have|have not got|aint got) (?:the |any )?time(?: to read)?(?: (?:it|this|that|all(?: of)? (?:it|this|that)|article|the whole thing))?|(?:it is |this is |that is )?(?:too|so|way too|very) long(?: did not read)?|i (?:have not|did not|am not going to|wont) read (?:it|this|that|article)(?: yet)?|i am (?:too )?(?:lazy|busy|new here|new)|real talk|be honest|in your opinion|ngl|just|my question is|(?:wanna|want to) know|${NAMES}`,
    after: `please|plz|then|tho|though|exactly|actually|really|anyway|anyways|btw|now|right now|today|for me|to me|for us|honestly|overall|at all|or what|or not|or nah|or something|idk|for real|fr|ngl|asap|quick|quickly|this time|yet|so far|exactly that|anyone|huh|eh|right|i guess|i wonder|in your opinion|according to you|asking|curious|if you can|if possible|in general|in english|in total|altogether|${NAMES}`,
    joining: 'and|but|or|also|because',
  },
  es: {
    greeting:
      'hola|holi|holis|ola|buenas|buenos dias|buen dia|buenas (?:tardes|noches)|saludos|que tal(?: (?:estas|todo|va|tu dia|el dia|andas))?|como (?:estas|andas|esta usted|va(?: todo)?|te va)|que hay|que mas|que onda|epa|hey|adios|chao|chau|hasta (?:luego|manana|pronto|la vista)|nos vemos|feliz (?:dia|noche|lunes)|mucho gusto|encantado',
    thanks:
      '(?:muchas |mil |muchisimas |un millon de )?gracias(?: por (?:la|tu|su|todo|la info|la informacion|responder|ayudar)(?: (?:ayuda|respuesta|todo))?)?|se agradece|te lo agradezco|te agradezco(?: mucho)?|muy amable|grax|gracias a ti|buen bot|eres (?:el mejor|genial|lo maximo|un crack|muy util)|bien hecho|buen trabajo|muy util|me ayudo mucho|genial gracias',
    acknowledgement:
      'vale|entendido|entiendo|de acuerdo|esta bien|listo|claro|ya veo|ya|ah|aja|bien|muy bien|que bien|bueno|perfecto|genial|guay|chevere|interesante|que interesante|ja(?:ja)+j?|je(?:je)+|que risa|okey|dale|ok|lo siento|perdon|no importa|da igual|tiene sentido|comprendo|excelente|fino|sale|anda|vaya|wow|buenisimo|no pasa nada|tranquilo|que (?:chistoso|gracioso|fuerte|loco)',
    before: `por favor|porfa|porfi|pues|bueno|entonces|a ver|oye|oiga|mira|disculpa|disculpe|perdon|perdona|una pregunta|pregunta|tengo una pregunta|una duda|en serio|de verdad|dime|digame|me puedes decir|puedes decirme|puede decirme|podrias decirme|me dices|sabes|quiero saber|quisiera saber|me gustaria saber|necesito saber|no tengo tiempo(?: (?:de|para) leer(?:lo)?)?|alguien sabe|alguien me puede decir|alguien|a fin de cuentas|al final|es que|${NAMES}`,
    after: `por favor|porfa|porfi|porfavor|pues|entonces|exactamente|en realidad|realmente|de verdad|en serio|en total|en general|ahora|hoy|o que|o no|tu|usted|vos|pls|verdad|no|gracias|hermano|ya|${NAMES}`,
    joining: 'y|o|pero|e',
  },
};
