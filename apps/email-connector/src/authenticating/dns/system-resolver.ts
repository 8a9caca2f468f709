import { Resolver } from 'node:dns/promises';
import { CachingResolver, type Resolve } from './caching-resolver.js';
import { ResolverWatch } from './resolver-watch.js';

/** Longer than a mail waits: an answer that comes late is there for the next one. */
const QUESTION_MS = 2_000;
const TRIES = 2;

/** The machine's resolver, or the `servers` given as `address` or `address:port`. */
export function createResolver(servers: readonly string[], onChange: (away: boolean) => void): Resolve {
  const resolver = new Resolver({ timeout: QUESTION_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers([...servers]);
  const ask: Resolve = async (name, type) => (await resolver.resolve(name, type)) as unknown[];
  return new CachingResolver(ask, new ResolverWatch(() => resolver.resolve('.', 'NS'), onChange)).resolve;
}
