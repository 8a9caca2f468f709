import type { BotSection } from '../desk/schema/bot.js';

/** Does the desk want its bot to answer first what comes in here? */
export function answersFirst(
  bot: BotSection,
  { inboxId, channel }: { readonly inboxId: string | null; readonly channel: string },
): boolean {
  return bot.channels.includes(channel) || (inboxId !== null && bot.inboxes.includes(inboxId));
}
