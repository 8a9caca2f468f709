import { stripBlanks } from '../../converting/personal/blanks.js';
import type { PuppetMessage } from '../../converting/personal/puppet-message.js';

/** What was sent, as far as its echo shows it again. */
export type SentContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'link' };

export interface ExpectedEcho {
  /** Resolves with the echo's id; with null when it did not come in time. */
  seenWithin(ms: number): Promise<string | null>;
  /** The service has told the id itself: the echo with it is ours, whenever it comes. */
  isKnownAs(id: string): void;
  /** It was surely not sent. */
  forget(): void;
  /** Called with the id when it comes after all, after `seenWithin` has given up. */
  onLate: ((id: string) => void) | null;
}

interface Expectation {
  readonly conversationId: string;
  readonly content: SentContent;
  readonly since: number;
  readonly see: (id: string) => void;
}

const FILE_TYPES = new Set(['Attachment', 'Image', 'Audio', 'Video', 'Emoticon', 'Unknown']);
/** An echo later than this is something else. */
const KEPT_MS = 10 * 60_000;
const MOST_IDS = 1_000;

/**
 * Puppets tell no id of what they sent, but the account sees its own message again. The oldest expectation of the conversation that fits is the
 * one meant: two equal texts are two messages.
 */
export class SelfEchoes {
  private expected: Expectation[] = [];
  private readonly ownIds = new Set<string>();
  private readonly waits = new Set<() => void>();

  expect(conversationId: string, content: SentContent): ExpectedEcho {
    let resolve: (id: string) => void = () => undefined;
    let late = false;
    const seen = new Promise<string>((settle) => (resolve = settle));
    const handle: ExpectedEcho = {
      onLate: null,
      seenWithin: async (ms) => {
        let giveUp: () => void = () => undefined;
        const none = new Promise<null>((settle) => (giveUp = () => settle(null)));
        const timer = setTimeout(giveUp, ms);
        this.waits.add(giveUp);
        const id = await Promise.race([seen, none]);
        clearTimeout(timer);
        this.waits.delete(giveUp);
        late = id === null;
        return id;
      },
      isKnownAs: (id) => {
        this.own(id);
        this.drop(expectation);
      },
      forget: () => this.drop(expectation),
    };
    const expectation: Expectation = {
      ...{ conversationId, content, since: performance.now() },
      see: (id) => {
        resolve(id);
        if (late) handle.onLate?.(id);
      },
    };
    this.expected = this.expected.filter(({ since }) => performance.now() - since < KEPT_MS);
    this.expected.push(expectation);
    return handle;
  }

  /** Is this message of the account one that we sent? Then whoever waits for it is told. */
  match(message: PuppetMessage): boolean {
    const { id } = message;
    if (id !== null && this.ownIds.has(id)) return true;
    const conversationId = message.roomId ?? message.listenerId;
    const found = this.expected.find((one) => one.conversationId === conversationId && fits(one.content, message));
    if (found === undefined) return false;
    this.drop(found);
    if (id !== null) this.own(id);
    found.see(id ?? '');
    return true;
  }

  /** Whoever waits does not any more: the inbox stops. */
  close(): void {
    for (const giveUp of this.waits) giveUp();
  }

  private drop(expectation: Expectation): void {
    this.expected = this.expected.filter((one) => one !== expectation);
  }

  private own(id: string): void {
    if (this.ownIds.size >= MOST_IDS) this.ownIds.delete(this.ownIds.values().next().value!);
    this.ownIds.add(id);
  }
}

function fits(content: SentContent, { type, text, fileName }: PuppetMessage): boolean {
  if (content.kind === 'text') return type === 'Text' && sameWords(text) === sameWords(content.text);
  if (content.kind === 'link') return type === 'Url';
  return FILE_TYPES.has(type) && (fileName === null || fileName === content.name);
}

/** Clients change line ends and the blank behind a mention. */
function sameWords(text: string): string {
  return stripBlanks(text.replace(/\r\n?/g, '\n').replace(/\u2005/g, ' '));
}
