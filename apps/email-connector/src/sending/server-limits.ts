import { DomainLimits } from './domain-limits.js';

/**
 * The limits of each outgoing server of the process, over all inboxes that send by it. A domain sees our servers, not us: what one of them is slow
 * at, or has had too much of, says nothing about the others.
 */
export class ServerLimits {
  private readonly servers = new Map<string, DomainLimits>();

  /** By host and port, whoever logs in. */
  of(url: string | undefined): DomainLimits {
    const server = url !== undefined && URL.canParse(url) ? new URL(url).host : '';
    const known = this.servers.get(server) ?? new DomainLimits();
    this.servers.set(server, known);
    return known;
  }
}
