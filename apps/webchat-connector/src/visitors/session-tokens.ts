import type { InboxId } from '#contracts';
import type { Clock, SecretKey } from '#runtime';
import { VISITOR_ID } from '../webchat.ids.js';

/** What a token says, sealed: nothing is stored for a visitor who only looks. */
export interface VisitorSession {
  readonly visitor: string;
  /** Of this browser's login; ended by logging out. */
  readonly id: string;
  /** The desk's own id of a visitor it vouched for. */
  readonly user?: string;
  readonly until: Date;
}

const PURPOSE = 'webchat-visitor';
const MOST_CHARACTERS = 1_024;

type Payload = [visitor: string, id: string, untilSeconds: number, user?: string];

/** Tokens that cannot be guessed or altered, of one inbox; read also where they were made with an older secret. */
export class SessionTokens {
  constructor(
    private readonly secret: Pick<SecretKey, 'sign' | 'verify'>,
    private readonly inboxId: InboxId,
    private readonly clock: Clock,
  ) {}

  seal({ visitor, id, until, user }: VisitorSession): string {
    const payload: Payload = [visitor, id, Math.floor(until.getTime() / 1000), ...(user === undefined ? [] : ([user] as const))] as Payload;
    const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
    return `${body}.${this.secret.sign(PURPOSE, this.signed(body)).toString('base64url')}`;
  }

  /** Null for what is no token of ours, of another inbox, or over. */
  open(token: string): VisitorSession | null {
    const dot = token.indexOf('.');
    if (token.length > MOST_CHARACTERS || dot <= 0) return null;
    const body = token.slice(0, dot);
    const signature = Buffer.from(token.slice(dot + 1), 'base64url');
    if (signature.length !== 32 || !this.secret.verify(PURPOSE, this.signed(body), signature)) return null;
    const [visitor, id, untilSeconds, user] = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload;
    const until = new Date(untilSeconds * 1000);
    if (!VISITOR_ID.test(visitor) || until <= this.clock.now()) return null;
    return { visitor, id, until, ...(user === undefined ? {} : { user }) };
  }

  private signed(body: string): string {
    return `${this.inboxId}\n${body}`;
  }
}
