import { BlockList, isIP } from 'node:net';
import type { Resolve } from './dns/caching-resolver.js';
import { createResolver } from './dns/system-resolver.js';
import type { SenderCheck } from './check-sender.js';
import { hasSignature, readHeaderBlock, readStatedSender } from './header-block.js';
import type { SenderChecks } from './sender-checks.js';
import type { SmtpClient } from './spf.js';

export interface AuthenticatorPlan {
  readonly enabled: boolean;
  /** How long a mail waits for answers after its last byte. */
  readonly withinMs: number;
  /** `address` or `address:port`; none: the machine's. */
  readonly dnsServers: readonly string[];
  /** Networks of our own servers, `address` or `address/bits`: SPF says nothing of them. */
  readonly relays: readonly string[];
  /** Domains whose ARC seals count. */
  readonly trustedSealers: readonly string[];
}

/** Clients that are remembered as one of our own servers, or as none. */
const MAX_CLIENTS = 10_000;

/** Finds out who sends a mail, at the door: SPF from the first recipient on, DKIM, DMARC and ARC after the last byte. */
export class SenderAuthenticator {
  private readonly relays: BlockList;
  /** To ask the list costs as much as all else about a mail from a known sender. */
  private readonly isRelayByIp = new Map<string, boolean>();
  private readonly resolve: Resolve;
  private loaded: SenderCheck | null = null;
  private loading: Promise<SenderCheck> | null = null;

  constructor(
    private readonly plan: AuthenticatorPlan,
    onResolver: (away: boolean) => void,
  ) {
    this.relays = toBlockList(plan.relays);
    this.resolve = createResolver(plan.dnsServers, onResolver);
  }

  /** A mail begins, for somebody who is here. */
  begin(client: SmtpClient): void {
    if (!this.plan.enabled || this.isRelay(client.ip)) return;
    if (this.loaded) this.loaded.begin(client);
    else void this.load().then((check) => check.begin(client));
  }

  isRelay(ip: string): boolean {
    let known = this.isRelayByIp.get(ip);
    if (known === undefined) {
      const address = ip.replace(/^::ffff:(?=\d+\.)/i, '');
      const family = isIP(address);
      known = family === 0 || this.relays.check(address, family === 6 ? 'ipv6' : 'ipv4');
      if (this.isRelayByIp.size >= MAX_CLIENTS) this.isRelayByIp.clear();
      this.isRelayByIp.set(ip, known);
    }
    return known;
  }

  /** Undefined where nobody looked: checks are off, or the mail is unsigned and comes through a server of ours. Never rejects. */
  check(raw: Buffer, client: SmtpClient): SenderChecks | undefined | Promise<SenderChecks> {
    if (!this.plan.enabled) return undefined;
    const relay = this.isRelay(client.ip);
    const block = readHeaderBlock(raw);
    const signed = hasSignature(block);
    if (relay && !signed) return undefined;
    const mail = { raw, signed, client: relay ? null : client, from: readStatedSender(raw, block) };
    return this.loaded ? this.loaded.check(mail, this.plan.withinMs) : this.load().then((check) => check.check(mail, this.plan.withinMs));
  }

  private load(): Promise<SenderCheck> {
    this.loading ??= import('./check-sender.js').then(
      (module) => (this.loaded = new module.SenderCheck(this.resolve, this.plan.trustedSealers)),
    );
    return this.loading;
  }
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}
