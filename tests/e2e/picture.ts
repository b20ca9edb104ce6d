// Draws a message as text for people to read and compare: content, embeds, buttons; no ids, no times.

import { ButtonStyle, ComponentType } from 'discord.js';
import type { Component, Embed, Message } from '../../sandbox/discord/state.js';

/** Draws a message as a reader sees it; markdown stays as sent. */
export function pictureOf({ content, embeds, components, onlyFor }: Message): string {
  return [
    ...(onlyFor === undefined ? [] : ['(only who asked sees this)']),
    content,
    ...embeds.flatMap(embedLines),
    ...components.map((row) => (row.components ?? []).map(drawn).join(' ')),
    '',
  ].join('\n');
}

function embedLines({ title, description, fields = [], footer }: Embed): string[] {
  const lines = [
    ...(description ?? '').split('\n'),
    ...fields.flatMap(({ name, value }) => ['', `[ ${name} ]`, ...value.split('\n')]),
    ...(footer === undefined ? [] : ['', `( ${footer.text} )`]),
  ];
  return ['', `┌─ ${title ?? ''}`.trimEnd(), ...lines.map((line) => `│ ${line}`.trimEnd()), '└─'];
}

function drawn({ type, label, placeholder, options = [], disabled, style }: Component): string {
  if (type === ComponentType.Button) return `[${disabled === true ? '×' : ''}${label}${style === ButtonStyle.Link ? ' ↗' : ''}]`;
  return `[${placeholder} ▾ ${options.map((option) => option.label).join(' | ')}]`;
}
