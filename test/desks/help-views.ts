import type { RunningDesk } from './running-desk.js';
import type { List, Ticket } from './desk-views.js';

export interface FoundArticle {
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
  readonly score: number;
  readonly videos: readonly { readonly url: string }[];
}

/** The help as somebody without a login reads it. */
export async function readHelp<T>(desk: RunningDesk, path: string): Promise<T> {
  const answer = await fetch(`${desk.product.apiUrl}/api/v1/help${path}`);
  if (!answer.ok) throw new Error(`GET /help${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export async function searchHelp(desk: RunningDesk, question: string, more = ''): Promise<readonly FoundArticle[]> {
  return (await readHelp<List<FoundArticle>>(desk, `/search?q=${encodeURIComponent(question)}${more}`)).items;
}

/** Fills the form of an inbox as a browser would. A name with several values is ticked several times. */
export async function postForm(
  desk: RunningDesk,
  inbox: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
): Promise<Response> {
  const url = `${desk.product.apiUrl}/in/${inbox}`;
  const token = /name="token" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const form = new FormData();
  for (const [name, value] of Object.entries({ token, lang: 'zh', ...fields })) for (const each of [value].flat()) form.append(name, each);
  return fetch(`${url}?lang=zh`, { method: 'POST', body: form });
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A mail to a ticket with a picture in it. */
export async function mailPicture(desk: RunningDesk, from: string, to: string, ticket: Ticket, words: string): Promise<Ticket> {
  const text = [
    ...['--pic', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', words],
    ...['--pic', 'Content-Type: image/png; name="screen.png"', 'Content-Disposition: attachment; filename="screen.png"'],
    ...['Content-Transfer-Encoding: base64', '', PIXEL, '--pic--'],
  ].join('\n');
  const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="pic"'];
  return desk.doors.mail({ from, to, subject: `Re: 【技术支持】${ticket.number} ${ticket.subject}`, text, headers });
}
