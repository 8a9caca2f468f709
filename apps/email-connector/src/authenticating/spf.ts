import { spf as verifySpf } from 'mailauth/lib/spf/index.js';
import type { Resolve } from './dns/caching-resolver.js';

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

const KEEP_MS = 60_000;
const MAX_KEPT = 10_000;
const PERSONAL = /%\{[sl]/i;
/** `all`, or a network of half the address space or more, with the qualifier of a pass. */
const OPEN = /(?:^|\s)\+?(?:all|ip[46]:\S*\/[01])(?=\s|$)/i;

/** SPF (RFC 7208) of a client, once for all mails it sends for a domain within a minute. */
export class SpfChecker {
  private readonly kept = new Map<string, { readonly result: Promise<Cached>; readonly until: number }>();

  constructor(
    private readonly resolve: Resolve,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Never rejects. */
  async check(client: SmtpClient): Promise<SpfResult> {
    const sender = senderOf(client);
    const shared = await this.keep(`${client.ip} ${client.helo} @${sender.slice(sender.lastIndexOf('@') + 1)}`, client, sender);
    return shared.personal ? this.keep(`${client.ip} ${client.helo} ${sender}`, client, sender) : shared;
  }

  private keep(key: string, client: SmtpClient, sender: string): Promise<Cached> {
    const kept = this.kept.get(key);
    if (kept !== undefined && this.nowMs() < kept.until) return kept.result;
    const result = this.ask(client, sender);
    this.kept.delete(key);
    this.kept.set(key, { result, until: this.nowMs() + KEEP_MS });
    if (this.kept.size > MAX_KEPT) this.kept.delete(this.kept.keys().next().value!);
    // What could not be told now may be told to the next mail.
    void result.then(({ result: verdict }) => verdict === 'temperror' && this.kept.delete(key));
    return result;
  }

  private async ask({ ip, helo }: SmtpClient, sender: string): Promise<Cached> {
    let personal = false;
    const resolver = async (name: string, type: string) => {
      const records = await this.resolve(name, type);
      personal ||= type === 'TXT' && PERSONAL.test(JSON.stringify(records));
      return records as string[][];
    };
    const domain = sender.slice(sender.lastIndexOf('@') + 1);
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
