// What each button, select and form costs, by its custom id.

import { type CustomId, decodeId } from './custom-id.js';
import type { Cost } from './gate.js';

type Kind = CustomId['kind'];
type Act<K extends 'proposal' | 'note'> = Extract<CustomId, { readonly kind: K }>['act'];

/** Opening a form costs little. */
const CLICKS: Readonly<Record<Exclude<Kind, 'proposal' | 'note'>, Cost>> = {
  context: 'light',
  more: 'light',
  nearest: 'light',
  notes: 'light',
  page: 'light',
  claimPick: 'light',
  feedback: 'light',
  judge: 'feedback',
  share: 'change',
  delete: 'light',
  suggest: 'light',
  mend: 'light',
  noteForm: 'light',
  editForm: 'light',
  proposalForm: 'light',
  whyForm: 'light',
  rejectForm: 'light',
  history: 'light',
  revert: 'change',
  noteList: 'light',
  notePick: 'light',
  gaps: 'background',
  gapPick: 'background',
  teach: 'background',
  decoy: 'background',
  drop: 'background',
  unteach: 'change',
};

const PROPOSALS: Readonly<Record<Act<'proposal'>, Cost>> = {
  preview: 'light',
  which: 'background',
  save: 'change',
  edit: 'light',
  keywords: 'light',
  spanish: 'light',
  discard: 'change',
  why: 'light',
  approve: 'change',
  reject: 'light',
  mine: 'change',
};

const NOTES: Readonly<Record<Act<'note'>, Cost>> = {
  show: 'light',
  edit: 'light',
  keywords: 'light',
  spanish: 'light',
  withdraw: 'change',
  restore: 'change',
  preview: 'background',
};

/** What a click on a button or a choice in a select costs; what nobody knows is refused, which costs little. */
export function costOfClick(customId: string): Cost {
  const id = decodeId(customId);
  if (id === undefined) return 'light';
  if (id.kind === 'proposal') return PROPOSALS[id.act];
  return id.kind === 'note' ? NOTES[id.act] : CLICKS[id.kind];
}

/** What a filled-in form costs: a reader's is a suggestion, a moderator's changes something. */
export function costOfForm(customId: string): Cost {
  return decodeId(customId)?.kind === 'suggest' ? 'suggestion' : 'change';
}
