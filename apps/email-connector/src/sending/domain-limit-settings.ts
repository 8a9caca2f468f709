import type { Settings } from '#runtime';
import type { DomainLimit } from './domain-limits.js';

const CONCURRENT = 2;
const PER_MINUTE = 120;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** As set; else what no receiver minds. A server on loopback keeps its own queue and its own limits. */
export function readDomainLimit(
  { perDomainConcurrent, perDomainPerMinute }: Pick<Settings['email']['sending'], 'perDomainConcurrent' | 'perDomainPerMinute'>,
  url: string | undefined,
): DomainLimit {
  const local = url !== undefined && LOOPBACK.test(hostOf(url));
  return { concurrent: perDomainConcurrent ?? (local ? 0 : CONCURRENT), perMinute: perDomainPerMinute ?? (local ? 0 : PER_MINUTE) };
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
