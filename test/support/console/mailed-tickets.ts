import type { Locator, Page } from 'playwright-core';
import { SmtpClient } from '../smtp-client.js';
import { eventually, type StartedProduct } from '../started-product.js';

export interface Listed<T> {
  readonly items: readonly T[];
}

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly contact: { readonly id: string };
}

export interface MailParts {
  /** Default: Ann. */
  readonly from?: string;
  /** Message id, in angle brackets. */
  readonly inReplyTo?: string;
}

/** Mails that come to a product through its door, and their tickets on the page of an agent. */
export class MailedTickets {
  private readonly door: SmtpClient;
  private sent = 0;

  constructor(
    private readonly product: StartedProduct,
    private readonly page: () => Page,
  ) {
    this.door = new SmtpClient(product.smtpPort);
  }

  /** `body`: its text, or a whole MIME body from `Content-Type` on. Gives the message id; throws where the door refused it. */
  readonly mail = async (
    subject: string,
    body: string,
    { from = 'Ann <ann@example.net>', inReplyTo = '' }: MailParts = {},
  ): Promise<string> => {
    this.sent += 1;
    const id = `<${this.sent}.${Date.now()}@example.net>`;
    const head = `From: ${from}\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMessage-ID: ${id}\r\nMIME-Version: 1.0\r\n`;
    const reply = inReplyTo === '' ? '' : `In-Reply-To: ${inReplyTo}\r\nReferences: ${inReplyTo}\r\n`;
    const whole = body.startsWith('Content-Type') ? body : `Content-Type: text/plain; charset=utf-8\r\n\r\n${body}`;
    const answer = await this.door.send('ann@example.net', ['support@example.com'], `${head}${reply}${whole}`);
    if (!answer.startsWith('250 ')) throw new Error(`the mail ${subject} was refused: ${answer}`);
    return id;
  };

  readonly find = (subject: string): Promise<Ticket> =>
    eventually(async () => {
      const { body } = await this.product.api<Listed<Ticket>>('/tickets');
      return body.items.find((ticket) => ticket.subject === subject);
    }, `the ticket ${subject}`);

  readonly open = async ({ number, subject }: Pick<Ticket, 'number' | 'subject'>): Promise<void> => {
    await this.page().goto(`${this.product.apiUrl}/console/tickets/${number}`);
    await this.page().getByRole('heading', { level: 1, name: subject }).waitFor();
  };

  /** Entries of the thread that have this text in them. */
  readonly entry = (text: string): Locator => this.page().locator('article', { hasText: text });

  close(): void {
    this.door.close();
  }
}
