// The registry of every button, select and modal.

import { deleteAnswer } from './answers/components/delete.js';
import { feedback } from './answers/components/feedback.js';
import { judge } from './answers/components/judge.js';
import { more } from './answers/components/more.js';
import { nearest } from './answers/components/nearest.js';
import { share } from './answers/components/share.js';
import type { Handler } from './kit/handler.js';
import { context } from './lookups/components/context.js';
import { link } from './lookups/components/link.js';
import { notes } from './lookups/components/notes.js';
import { pickClaim } from './lookups/components/pick-claim.js';
import { turnPage } from './lookups/components/turn-page.js';
import { addNoteModal } from './notes/components/add-note-modal.js';
import { approve } from './notes/components/approve.js';
import { discard } from './notes/components/discard.js';
import { editNote } from './notes/components/edit-note.js';
import { editNoteModal } from './notes/components/edit-note-modal.js';
import { editProposal } from './notes/components/edit-proposal.js';
import { editProposalModal } from './notes/components/edit-proposal-modal.js';
import { history } from './notes/components/history.js';
import { listNotes } from './notes/components/list-notes.js';
import { pickNote } from './notes/components/pick-note.js';
import { previewNote } from './notes/components/preview-note.js';
import { previewProposal } from './notes/components/preview-proposal.js';
import { reject } from './notes/components/reject.js';
import { rejectModal } from './notes/components/reject-modal.js';
import { reopen } from './notes/components/reopen.js';
import { restore } from './notes/components/restore.js';
import { retract } from './notes/components/retract.js';
import { revert } from './notes/components/revert.js';
import { save } from './notes/components/save.js';
import { saveReasonModal } from './notes/components/save-reason-modal.js';
import { saveWithReason } from './notes/components/save-with-reason.js';
import { showEffect } from './notes/components/show-effect.js';
import { showNote } from './notes/components/show-note.js';
import { suggest } from './notes/components/suggest.js';
import { suggestModal } from './notes/components/suggest-modal.js';
import { useMine } from './notes/components/use-mine.js';
import { listQuestions } from './open-questions/components/list-questions.js';
import { notInArticle } from './open-questions/components/not-in-article.js';
import { pickQuestion } from './open-questions/components/pick-question.js';
import { putAside } from './open-questions/components/put-aside.js';
import { takeBack } from './open-questions/components/take-back.js';
import { teach } from './open-questions/components/teach.js';

export const handlers: readonly Handler[] = [
  // Answers.
  share,
  deleteAnswer,
  feedback,
  judge,
  more,
  nearest,
  // Lookups.
  context,
  notes,
  pickClaim,
  turnPage,
  link,
  // Notes: suggested, drafted and proposed, kept.
  suggest,
  suggestModal,
  reopen,
  addNoteModal,
  editNoteModal,
  previewProposal,
  showEffect,
  save,
  saveWithReason,
  saveReasonModal,
  editProposal,
  editProposalModal,
  discard,
  approve,
  reject,
  rejectModal,
  useMine,
  showNote,
  editNote,
  retract,
  restore,
  previewNote,
  history,
  revert,
  listNotes,
  pickNote,
  // Open questions.
  listQuestions,
  pickQuestion,
  teach,
  notInArticle,
  putAside,
  takeBack,
];
