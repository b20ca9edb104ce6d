// Our own words in Spanish, as ICU messages.

import type { Catalogue } from './en.js';

export const es: Catalogue = {
  'outcome.answered': 'El artículo dice:',
  'outcome.unsure': 'Puede que el artículo no responda a esto. Los pasajes más cercanos son:',
  'outcome.not_covered': 'El artículo no trata este tema.',
  contested:
    '{count, plural, one {# de estas afirmaciones es controvertida: véase la nota.} other {# de estas afirmaciones son controvertidas: véanse las notas.}}',
  'articleAbout.text': 'De qué trata el artículo: {about}',
  'articleAbout.title': 'El artículo se titula: {title}',
  'measured.text':
    'Medido con {model}: de las preguntas que el artículo responde, se respondió el {answered} %; de las cercanas a su tema que no responde, se respondió aun así el {nearTopic} %, y de las ajenas a su tema, el {offTopic} %.',
  further: 'Otros pasajes cercanos a la pregunta:',
  nearest: 'Los pasajes más cercanos, que quizá no respondan a la pregunta:',
  nearestHint: 'Para ver los pasajes más cercanos: {command}',

  paragraph: '¶ {number}',
  originalLanguage: 'cita en el idioma original ({language})',
  note: 'Nota: {text}',
  noteOn: 'Sobre estas palabras:',
  noteAbove: 'La nota figura más arriba.',
  moreNotes: '{count, plural, one {Esta nota completa: {command}} other {Estas # notas completas: {command}}}',
  relatedNotes: 'Notas sobre esta pregunta (no son palabras del artículo)',
  sources: 'Fuentes',
  sourceVia: 'a través de {name}',
  footer: 'Artículo: {details}',

  'status.disputed': 'En disputa',
  'status.inaccurate': 'Inexacto',
  'status.unverified': 'Sin verificar',
  'status.context': 'Contexto',
  'status.supported': 'Respaldado',
  'meaning.disputed': 'fuentes creíbles lo contradicen o es objeto de disputa',
  'meaning.inaccurate': 'un dato comprobable es erróneo',
  'meaning.unverified': 'no se encontraron pruebas independientes',
  'meaning.context': 'es exacto, pero requiere contexto',
  'meaning.supported': 'comprobado, y se sostiene',

  'kind.opinion': 'opinión',
  'kind.report': 'reportaje',
  'kind.analysis': 'análisis',
  'kind.interview': 'entrevista',
  'kind.essay': 'ensayo',

  'console.greeting': 'Pregunte sobre el artículo con sus propias palabras. Marginalia funciona en esta terminal.',
  'console.connectDiscord': 'Para conectar Discord, defina DISCORD_TOKEN en .env (llegará con la versión para Discord).',
  'console.start': 'Escriba una pregunta, o /help.',
  'console.help.ask': 'Escriba una pregunta en español o en inglés; la respuesta se cita del artículo, palabra por palabra.',
  'console.help.about': 'qué es el artículo',
  'console.help.passage': 'un párrafo entero, con sus notas',
  'console.help.nearest': 'los pasajes más cercanos a la última pregunta',
  'console.help.help': 'esta lista',
  'console.help.quit': 'salir',
  'console.help.statuses': 'Qué significan los estados de las notas:',
  'console.unknownCommand': 'No existe la orden {command}. Escriba /help para ver la lista.',
  'console.noPassage': 'Ese párrafo no existe: el artículo tiene {count, plural, one {# párrafo} other {# párrafos}}.',
  'console.noQuestion': 'Todavía no se ha hecho ninguna pregunta.',
};
