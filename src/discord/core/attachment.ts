// Downloads attached files: from Discord's own hosts only, with a size limit while reading, and a deadline.

import { LIMITS } from '../kit/limits.js';

const DISCORD_HOST = /(?:^|\.)discord(?:app)?\.com$/u;
/** Origins of Discord's attachments. */
const ATTACHMENT_ORIGINS: readonly string[] = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];
const DEADLINE_MS = 20_000;

/** Reason that a file was not fetched; the cause is the network error, if there was one. */
export class AttachmentError extends Error {
  constructor(
    readonly kind: 'foreign' | 'too-large' | 'unreachable',
    options?: ErrorOptions,
  ) {
    super(`An attachment was not fetched: ${kind}.`, options);
  }
}

export type FetchAttachment = (url: string) => Promise<Uint8Array>;

export interface AttachmentOptions {
  /** Discord's API. A loopback Discord serves its attachments from the same origin. */
  readonly apiUrl: string;
  /** Most bytes that are read; by default Discord's own limit. */
  readonly mostBytes?: number;
  /** Deadline in milliseconds for the last byte. */
  readonly deadlineMs?: number;
}

/** Makes the downloader of attachments. It rejects with an AttachmentError. */
export function createFetchAttachment({ apiUrl, mostBytes = LIMITS.file, deadlineMs = DEADLINE_MS }: AttachmentOptions): FetchAttachment {
  const api = new URL(apiUrl);
  const origins = DISCORD_HOST.test(api.hostname) ? ATTACHMENT_ORIGINS : [api.origin];
  return async (url) => {
    if (!URL.canParse(url) || !origins.includes(new URL(url).origin)) throw new AttachmentError('foreign');
    try {
      // Discord serves the file itself; the target of a redirect is not an attachment.
      const { ok, status, headers, body } = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(deadlineMs) });
      if (!ok || body === null) {
        await body?.cancel();
        throw new Error(`It was answered with ${status}.`);
      }
      if (Number(headers.get('content-length') ?? 0) > mostBytes) {
        await body.cancel();
        throw new AttachmentError('too-large');
      }
      return await readUpTo(body, mostBytes);
    } catch (error) {
      throw error instanceof AttachmentError ? error : new AttachmentError('unreachable', { cause: error });
    }
  };
}

/** Reads a body, and stops when it exceeds the limit. */
async function readUpTo(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const part of body) {
    length += part.byteLength;
    if (length > most) throw new AttachmentError('too-large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
