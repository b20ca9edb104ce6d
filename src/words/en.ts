// Our own words in English: the reference catalogue, as ICU messages.

export const en = {
  'outcome.answered': 'The article says:',
  'outcome.unsure': 'The article may not answer this. The closest passages are:',
  'outcome.not_covered': 'The article does not cover this.',
  contested: '{count, plural, one {# of these claims is contested: see the note.} other {# of these claims are contested: see the notes.}}',
  'articleAbout.text': 'What the article is about: {about}',
  'articleAbout.title': 'The article is titled: {title}',
  'measured.text':
    'Measured with {model}: of the questions that the article answers, {answered}% were answered; of those near its topic that it does not answer, {nearTopic}% were answered all the same, and of those off its topic {offTopic}%.',
  further: 'Other passages near the question:',
  nearest: 'The nearest passages, which may not answer the question:',
  nearestHint: 'To see the nearest passages: {command}',

  paragraph: '¶ {number}',
  originalLanguage: 'quote in the original language ({language})',
  note: 'Note: {text}',
  noteOn: 'On these words:',
  noteAbove: 'The note stands above.',
  moreNotes: '{count, plural, one {This note in full: {command}} other {These # notes in full: {command}}}',
  relatedNotes: 'Notes on this question (not the article’s words)',
  sources: 'Sources',
  sourceVia: 'via {name}',
  footer: 'Article: {details}',

  'status.disputed': 'Disputed',
  'status.inaccurate': 'Inaccurate',
  'status.unverified': 'Unverified',
  'status.context': 'Context',
  'status.supported': 'Supported',
  'meaning.disputed': 'credible sources contradict it or it is actively contested',
  'meaning.inaccurate': 'a checkable fact is wrong',
  'meaning.unverified': 'no independent evidence was found',
  'meaning.context': 'accurate, but needs context',
  'meaning.supported': 'checked, and it holds',

  'kind.opinion': 'opinion',
  'kind.report': 'report',
  'kind.analysis': 'analysis',
  'kind.interview': 'interview',
  'kind.essay': 'essay',

  'console.greeting': 'Ask about the article in your own words. Marginalia runs on this terminal.',
  'console.connectDiscord': 'To connect Discord, set DISCORD_TOKEN in .env (coming with the Discord release).',
  'console.start': 'Type a question, or /help.',
  'console.help.ask': 'Type a question in English or Spanish; the answer is quoted from the article, word for word.',
  'console.help.about': 'what the article is',
  'console.help.passage': 'one paragraph in full, with its notes',
  'console.help.nearest': 'the nearest passages to the last question',
  'console.help.help': 'this list',
  'console.help.quit': 'leave',
  'console.help.statuses': 'What the notes’ statuses mean:',
  'console.unknownCommand': 'There is no command {command}. Type /help for the list.',
  'console.noPassage': 'There is no such paragraph: the article has {count, plural, one {# paragraph} other {# paragraphs}}.',
  'console.noQuestion': 'No question has been asked yet.',
} as const;

/** What every other language must hold: a message for each key of the reference. */
export type Catalogue = Readonly<Record<keyof typeof en, string>>;
