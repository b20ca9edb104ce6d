// Downloads attached files: from Discord's own hosts only, with a size limit while reading, and a deadline.

import { LIMITS } from '../kit/limits.js';

const DISCORD_HOST = /(?:^|\.)discord(?:app)?\.com$/u;
/** Where Discord keeps what people attach. */
const ATTACHMENT_ORIGINS: readonly string[] = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];
const DEADLINE_MS = 20_000;

/** Why a file was not fetched. The cause is what went wrong with the network, where something did. */
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
  /** Where Discord's interface is. Of another Discord than the real one the attachments lie at the same origin. */
  readonly apiUrl: string;
  /** Most bytes that are read; as many as Discord takes unless told. */
  readonly mostBytes?: number;
  /** Milliseconds until the last byte must be there. */
  readonly deadlineMs?: number;
}

/** Makes what fetches attachments. It rejects with an AttachmentError. */
export function createFetchAttachment({ apiUrl, mostBytes = LIMITS.file, deadlineMs = DEADLINE_MS }: AttachmentOptions): FetchAttachment {
  const api = new URL(apiUrl);
  const origins = DISCORD_HOST.test(api.hostname) ? ATTACHMENT_ORIGINS : [api.origin];
  return async (url) => {
    if (!URL.canParse(url) || !origins.includes(new URL(url).origin)) throw new AttachmentError('foreign');
    try {
      // Discord answers with the file itself; whatever a redirect leads to is none of its attachments.
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

/** Reads a body to its end; one that turns out to be longer is not read any further. */
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
