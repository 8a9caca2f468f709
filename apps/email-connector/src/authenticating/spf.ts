import { spf as verifySpf } from 'mailauth/lib/spf/index.js';
import type { Resolve } from './dns/caching-resolver.js';
import { KeptAnswers } from './kept-answers.js';

/** Who speaks SMTP to us, and for whom. */
export interface SmtpClient {
  readonly ip: string;
  readonly helo: string;
  /** Envelope sender; '' is the null return path. */
  readonly mailFrom: string;
}

export interface SpfResult {
  /** RFC 7208 §2.6. */
  readonly result: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror';
  /** The domain that was asked. */
  readonly domain: string;
  /** The record lets the whole world send: a pass that proves nothing. */
  readonly openToAll: boolean;
}

interface Cached extends SpfResult {
  /** The record asks for the part before the @, so the result is one address's. */
  readonly personal: boolean;
}

const PERSONAL = /%\{[sl]/i;
/** `all`, or a network of half the address space or more, with the qualifier of a pass. */
const OPEN = /(?:^|\s)\+?(?:all|ip[46]:\S*\/[01])(?=\s|$)/i;

/** SPF (RFC 7208) of a client, once for all mails it sends for a domain within a minute. */
export class SpfChecker {
  private readonly kept = new KeptAnswers<Cached>(({ result }) => result !== 'temperror');

  constructor(private readonly resolve: Resolve) {}

  /** Undefined where it has to be asked. */
  known(client: SmtpClient): SpfResult | undefined {
    const sender = senderOf(client);
    const shared = this.kept.known(keyOf(client, domainOf(sender)));
    return shared?.personal ? this.kept.known(keyOf(client, sender)) : shared;
  }

  /** Never rejects. */
  async check(client: SmtpClient): Promise<SpfResult> {
    const sender = senderOf(client);
    const ask = () => this.ask(client, sender);
    const shared = await this.kept.get(keyOf(client, domainOf(sender)), ask);
    return shared.personal ? this.kept.get(keyOf(client, sender), ask) : shared;
  }

  private async ask({ ip, helo }: SmtpClient, sender: string): Promise<Cached> {
    let personal = false;
    const resolver = async (name: string, type: string) => {
      const records = await this.resolve(name, type);
      personal ||= type === 'TXT' && PERSONAL.test(JSON.stringify(records));
      return records as string[][];
    };
    const domain = domainOf(sender).slice(1);
    try {
      const found = await verifySpf({ sender, ip, helo, mta: 'tributary', resolver });
      const openToAll = found.status.result === 'pass' && OPEN.test(found.rr ?? '');
      return { result: found.status.result as SpfResult['result'], domain, openToAll, personal };
    } catch {
      return { result: 'temperror', domain, openToAll: false, personal };
    }
  }
}

/** The null sender is the postmaster of who says hello (RFC 7208 §2.4). */
function senderOf({ mailFrom, helo }: SmtpClient): string {
  return (mailFrom.includes('@') ? mailFrom : `postmaster@${helo}`).toLowerCase();
}

/** With its `@`. */
function domainOf(sender: string): string {
  return sender.slice(sender.lastIndexOf('@'));
}

function keyOf({ ip, helo }: SmtpClient, whose: string): string {
  return `${ip} ${helo} ${whose}`;
}
