import { randomUUID } from 'node:crypto';
import { toWebhookHeaders } from '#connector-sdk';
import { ChatVisitor } from '../support/chat-visitor.js';
import { SmtpClient } from '../support/smtp-client.js';
import { HOOK_SECRET } from './overlay.js';
import type { Ticket } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

export interface MailOf {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly id?: string;
  readonly name?: string;
  readonly headers?: readonly string[];
}

/** The doors by which customers come. */
export class DeskDoors {
  constructor(private readonly desk: RunningDesk) {}

  /** Over SMTP; returns its ticket. */
  async mail({ from, to, subject, text, name, headers = [], id = `${randomUUID()}@customer.test` }: MailOf): Promise<Ticket> {
    const door = new SmtpClient(this.desk.product.smtpPort);
    const raw = [
      `From: ${name === undefined ? from : `=?utf-8?B?${Buffer.from(name).toString('base64')}?= <${from}>`}`,
      `To: ${to}`,
      `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
      `Message-ID: <${id}>`,
      `Date: ${this.desk.clock.now().toUTCString().replace('GMT', '+0000')}`,
      ...headers,
      ...(headers.some((header) => /^content-type:/i.test(header))
        ? []
        : ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']),
      '',
      ...text.split('\n'),
      '',
    ].join('\r\n');
    const answer = await door.send(from, [to], raw);
    door.close();
    if (!answer.startsWith('250 ')) throw new Error(`the mail was not taken: ${answer}`);
    return this.desk.ticketOf(id);
  }

  /** A visitor of the chat, over a socket. */
  chat(inbox = 'chat', options: Parameters<typeof ChatVisitor.enter>[1] = {}): Promise<ChatVisitor> {
    const { apiUrl } = this.desk.product;
    return ChatVisitor.enter(`${apiUrl.replace('http', 'ws')}/in/${inbox}`, { origin: apiUrl, ...options });
  }

  /** A visitor says something; returns him and his ticket. */
  async chatWith(
    text: string,
    inbox = 'chat',
    options: Parameters<typeof ChatVisitor.enter>[1] = {},
  ): Promise<{ visitor: ChatVisitor; ticket: Ticket }> {
    const visitor = await this.chat(inbox, options);
    const seq = await visitor.say(text);
    const ticket = await this.desk.ticketOf(`${visitor.welcome!.conversation}.${seq}`);
    return { visitor, ticket };
  }

  /** A signed webhook at an inbox's door (calls, alarms, programs); returns the status. */
  async hook(inbox: string, body: object, id: string = randomUUID()): Promise<number> {
    const payload = JSON.stringify(body);
    const timestampS = Math.floor(this.desk.clock.now().getTime() / 1000);
    const answer = await fetch(`${this.desk.product.apiUrl}/in/${inbox}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...toWebhookHeaders({ id, timestampS, payload }, [HOOK_SECRET]) },
      body: payload,
    });
    return answer.status;
  }
}
