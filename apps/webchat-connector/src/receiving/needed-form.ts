import type { Profile } from '../visitors/profiles.js';
import type { WebchatInboxConfig } from '../webchat.config.js';

/** The form without which nothing of a visitor is taken now; undefined when there is none. */
export function findNeeded(profile: Profile, config: Pick<WebchatInboxConfig, 'closed' | 'preChat'>): 'pre-chat' | 'offline' | undefined {
  const given = profile.forms ?? [];
  // Whoever can be answered later need not say who he is once more.
  if (config.closed) return given.includes('offline') || profile.user?.email !== undefined ? undefined : 'offline';
  if (config.preChat === undefined || given.length > 0 || profile.user !== undefined) return undefined;
  return 'pre-chat';
}
