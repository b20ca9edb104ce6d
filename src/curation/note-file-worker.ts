// The worker thread that reads files of notes: thousands of notes take seconds, and questions must not wait for them.

import { parentPort } from 'node:worker_threads';
import { createAnchorFinder } from '../article/anchor.js';
import type { Note } from '../notes/note.js';
import { parseNoteFile } from '../notes/note-file.js';
import { AT_ONCE, type FileReply, type FileRequest } from './read-note-file.js';

const port = parentPort;
if (port === null) throw new Error('note-file-worker runs as a worker thread only.');
const say = (reply: FileReply) => port.postMessage(reply);
const others: Note[] = [];

port.on('message', (request: FileRequest) => {
  if (request.kind === 'others') {
    others.push(...request.notes);
    return;
  }
  const { bytes, name, now, article } = request;
  const read = parseNoteFile(bytes, { name, now, beside: { article, finder: createAnchorFinder(article.body), others } });
  const notes = read.kind === 'notes' ? read.notes : [];
  // Receiving many at once would block the other thread for long.
  for (let start = 0; start < notes.length; start += AT_ONCE) say({ kind: 'notes', notes: notes.slice(start, start + AT_ONCE) });
  say({ kind: 'done', read: read.kind === 'notes' ? { ...read, notes: [] } : read });
});
