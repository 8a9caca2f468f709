import { BlockList, isIP } from 'node:net';

const REMEMBERED = 1_000;

/** Who is behind a proxy: believed of the proxies that the operator names, and of nobody else. */
export class RemoteAddresses {
  private readonly list = new BlockList();
  /** Asking the list costs more than all else of a small request. */
  private readonly known = new Map<string, boolean>();

  /** `trusted`: addresses, or networks as `10.0.0.0/8`. */
  constructor(trusted: readonly string[]) {
    for (const entry of trusted) {
      const [address = '', bits] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.list.addAddress(address, family);
      else this.list.addSubnet(address, Number(bits), family);
    }
  }

  /** The first address from the right of `X-Forwarded-For` that is no trusted proxy; the peer's own where it is none itself. */
  find(peer: string, forwardedFor: string | undefined): string {
    let address = plain(peer);
    const hops = forwardedFor?.split(',').map((hop) => plain(hop.trim())) ?? [];
    while (hops.length > 0 && this.isTrusted(address)) {
      const next = hops.pop()!;
      if (isIP(next) === 0) break;
      address = next;
    }
    return address;
  }

  isTrusted(peer: string): boolean {
    const address = plain(peer);
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const family = isIP(address);
    const trusted = family !== 0 && this.list.check(address, family === 6 ? 'ipv6' : 'ipv4');
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(address, trusted);
    return trusted;
  }
}

/** Dual-stack sockets write an IPv4 peer as `::ffff:1.2.3.4`. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
