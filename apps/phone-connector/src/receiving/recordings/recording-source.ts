import { open, realpath } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { PhoneInboxConfig } from '../../phone.config.js';

type RecordingsConfig = PhoneInboxConfig['recordings'];

/** Bytes of a recording, or why there will never be any. What time may heal is thrown. */
export type OpenedRecording =
  | { readonly stream: Readable; readonly bytes: number | null }
  | { readonly state: 'expired' | 'failed' | 'rejected'; readonly reason: string };

const REQUEST_MS = 30_000;
const MOST_HOPS = 3;

/** Opens what a call record names: a URL below an address that the operator named, or a file below his folder. Nothing else, whoever asks. */
export async function openRecording(from: string, config: RecordingsConfig, signal: AbortSignal): Promise<OpenedRecording> {
  if (/^https?:\/\//i.test(from)) return openUrl(from, config, signal);
  return openFile(from.replace(/^file:\/\//i, ''), config);
}

async function openFile(path: string, { folder, maxBytes }: RecordingsConfig): Promise<OpenedRecording> {
  if (folder === undefined) return { state: 'rejected', reason: 'no folder of recordings is configured (recordings.folder)' };
  if (path.includes('\0')) return { state: 'rejected', reason: 'its path holds NUL' };
  try {
    const root = await realpath(folder);
    // Links are followed before it is judged where the file lies.
    const real = await realpath(isAbsolute(path) ? path : resolve(root, path));
    if (!real.startsWith(root + sep)) return { state: 'rejected', reason: 'lies outside of the folder of recordings' };
    const handle = await open(real, 'r');
    const { size } = await handle.stat().catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    if (size > maxBytes) {
      await handle.close();
      return { state: 'rejected', reason: `larger than ${maxBytes} bytes` };
    }
    return { stream: handle.createReadStream(), bytes: size };
  } catch (error) {
    // Written when the call ends, perhaps by another machine: it may still come.
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return { state: 'rejected', reason: 'is a folder' };
    throw error;
  }
}

async function openUrl(from: string, { from: allowed, maxBytes }: RecordingsConfig, signal: AbortSignal): Promise<OpenedRecording> {
  let url = new URL(from);
  const access = allowed.find((each) => isBelow(url, new URL(each.url)));
  if (access === undefined)
    return { state: 'rejected', reason: `${url.host} is not among the addresses recordings are fetched from (recordings.from)` };
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    // The secret is for the address it was given for, not for where that leads.
    const headers = isBelow(url, new URL(access.url)) ? toAuthorization(access) : {};
    const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]) });
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel();
      url = new URL(location, url);
      if (url.protocol !== 'https:' && !isBelow(url, new URL(access.url)))
        return { state: 'rejected', reason: `leads to ${url.protocol}//${url.host}` };
      continue;
    }
    return judge(answer, maxBytes);
  }
  return { state: 'failed', reason: 'leads from one address to another without end' };
}

async function judge(answer: Response, maxBytes: number): Promise<OpenedRecording> {
  const { status, body } = answer;
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  if (status === 200 && body !== null && !(length > maxBytes))
    return { stream: Readable.fromWeb(body as never), bytes: Number.isFinite(length) ? length : null };
  await body?.cancel();
  if (status === 200) return { state: 'rejected', reason: body === null ? 'is empty' : `larger than ${maxBytes} bytes` };
  if (status === 410) return { state: 'expired', reason: 'it is not kept there any more (410)' };
  // 404: not there yet, as often as not there any more. 401 and 403: until somebody mends the password.
  throw new Error(`answered ${status}`);
}

function isBelow(url: URL, base: URL): boolean {
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return url.origin === base.origin && (url.pathname.startsWith(folder) || url.pathname === base.pathname);
}

function toAuthorization({ user, password, token }: RecordingsConfig['from'][number]): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  return user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
}
