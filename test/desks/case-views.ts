import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Entry, List, Ticket } from './desk-views.js';
import { LOGIN_SECRET } from './overlay.js';
import type { RunningDesk } from './running-desk.js';

/** A ticket as a request of its type. */
export interface CaseView {
  readonly requestType: string | null;
  readonly name: string | null;
  readonly stage: string | null;
  readonly stageName: string | null;
  readonly dueAt: string | null;
  readonly missedAt: string | null;
  readonly estimate: { readonly at: string; readonly times: number } | null;
  readonly missingFields: readonly string[];
  readonly evidence: readonly {
    readonly key: string;
    readonly askedAt: string | null;
    readonly givenAt: string | null;
    readonly value: string | null;
  }[];
  readonly history: readonly { readonly stage: string; readonly back: boolean }[];
}

export interface OpenTask {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly dueAt: string | null;
  readonly groupId: string | null;
}

export interface ClosingView {
  readonly state: string | null;
  readonly archive: { readonly feedback: string | null; readonly archivedAt: string | null; readonly draft: string | null };
  readonly missing: { readonly parts: readonly string[] };
  readonly followUps: readonly {
    readonly rule: string;
    readonly dueAt: string;
    readonly doneAt: string | null;
    readonly missedAt: string | null;
  }[];
}

/** Someone who writes mails to a desk, in one thread. */
export class Writer {
  private last = '';

  constructor(
    private readonly desk: RunningDesk,
    readonly address: string,
    private readonly to: string,
  ) {}

  /** Opens a ticket. */
  async open(subject: string, text: string): Promise<Ticket> {
    this.last = `${randomUUID()}@customer.test`;
    return this.desk.doors.mail({ from: this.address, to: this.to, subject, text, id: this.last });
  }

  /** Answers in the same thread. */
  async answer(subject: string, text: string, headers: readonly string[] = []): Promise<Ticket> {
    const before = this.last;
    this.last = `${randomUUID()}@customer.test`;
    const thread = [`In-Reply-To: <${before}>`, `References: <${before}>`];
    return this.desk.doors.mail({
      from: this.address,
      to: this.to,
      subject: `Re: ${subject}`,
      text,
      id: this.last,
      headers: [...thread, ...headers],
    });
  }

  /** With files: name and type of each. */
  async send(subject: string, text: string, files: readonly { readonly name: string; readonly type: string }[]): Promise<Ticket> {
    const boundary = `b${randomUUID()}`;
    const part = (headers: readonly string[], body: string) => [`--${boundary}`, ...headers, '', body].join('\n');
    const attached = files.map(({ name, type }) =>
      part(
        [
          `Content-Type: ${type}; name="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
          `Content-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
          'Content-Transfer-Encoding: base64',
        ],
        CONTENT[type] ?? Buffer.from(`content of ${name}`).toString('base64'),
      ),
    );
    const body = [
      part(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], text),
      ...attached,
      `--${boundary}--`,
    ];
    return this.answer(subject, body.join('\n'), ['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`]);
  }
}

/** A picture of one pixel: files are what their bytes say. */
const CONTENT: Readonly<Record<string, string>> = {
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};

export function caseOf(desk: RunningDesk, { id }: { readonly id: string }): Promise<CaseView> {
  return desk.api<CaseView>('GET', `/tickets/${id}/request?language=zh`);
}

export function caseWhere(
  desk: RunningDesk,
  ticket: { readonly id: string },
  fits: (found: CaseView) => boolean,
  what: string,
): Promise<CaseView> {
  return desk.until(async () => {
    const found = await caseOf(desk, ticket);
    return fits(found) && found;
  }, what);
}

export function closingWhere(
  desk: RunningDesk,
  { id }: { readonly id: string },
  fits: (found: ClosingView) => boolean,
  what: string,
): Promise<ClosingView> {
  return desk.until(async () => {
    const found = await desk.api<ClosingView>('GET', `/tickets/${id}/closing`);
    return fits(found) && found;
  }, what);
}

/** Messages that the desk wrote by itself on a ticket, of one reason. */
export async function automatic(desk: RunningDesk, ticket: { readonly id: string }, reason: string): Promise<readonly Entry[]> {
  return (await desk.entries(ticket)).filter(({ direction, flags }) => direction === 'outbound' && flags.automatic?.reason === reason);
}

/** Waits until there are so many, and gives the last. */
export function automaticNumber(desk: RunningDesk, ticket: { readonly id: string }, reason: string, count: number): Promise<Entry> {
  return desk.until(async () => {
    const found = await automatic(desk, ticket, reason);
    return found.length >= count && found.at(-1)!;
  }, `${count} messages of the desk (${reason})`);
}

/** A category that recognition, a form or an agent gives; here by who sorts. */
export async function sortInto(
  desk: RunningDesk,
  ticket: { readonly id: string },
  category: string,
  requestType: string,
): Promise<CaseView> {
  await desk.api('PATCH', `/tickets/${ticket.id}`, { category });
  return caseWhere(desk, ticket, (found) => found.requestType === requestType, `a ${requestType}`);
}

/** What an agent says that it is. */
export async function callIt(desk: RunningDesk, ticket: { readonly id: string }, requestType: string): Promise<CaseView> {
  await desk.api('PATCH', `/tickets/${ticket.id}`, { requestType });
  return caseWhere(desk, ticket, (found) => found.requestType === requestType && found.stage !== undefined, `a ${requestType}`);
}

export async function noticesOf(desk: RunningDesk, { id }: { readonly id: string }): Promise<readonly { kind: string; text: string }[]> {
  return (await desk.api<List<{ kind: string; text: string }>>('GET', `/notices?ticket=${id}`)).items;
}

export async function tasksOf(desk: RunningDesk, { id }: { readonly id: string }): Promise<readonly OpenTask[]> {
  return (await desk.api<List<OpenTask>>('GET', `/tasks?ticket=${id}&state=open`)).items;
}

/** Fills the page of a form's inbox; returns the status and the page that answers. */
export async function fillForm(
  desk: RunningDesk,
  inbox: string,
  fields: Readonly<Record<string, string>>,
  files: readonly { readonly name: string; readonly type: string }[] = [],
): Promise<{ readonly status: number; readonly text: string }> {
  const url = `${desk.product.apiUrl}/in/${inbox}`;
  const token = /name="token" value="([^"]+)"/.exec(await (await fetch(`${url}?lang=zh`)).text())![1]!;
  const form = new FormData();
  for (const [name, value] of Object.entries({ token, lang: 'zh', ...fields })) form.append(name, value);
  for (const { name, type } of files) form.append('files', new Blob([Buffer.from(CONTENT[type] ?? '', 'base64')], { type }), name);
  const answer = await fetch(`${url}?lang=zh`, { method: 'POST', body: form });
  return { status: answer.status, text: await answer.text() };
}

/** What the desk's own site says of who is signed in. */
export async function signIn(desk: RunningDesk, user: string, email: string): Promise<string> {
  const seconds = Math.floor(desk.clock.now().getTime() / 1000);
  return new SignJWT({ sub: user, name: user, email, email_verified: true, iat: seconds, exp: seconds + 600 })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(LOGIN_SECRET));
}
