import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { Notices } from '../notices/notices.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { Webhook } from './webhook.js';
import { WebhookRepository } from './webhook.repository.js';

const DAY_MS = 86_400_000;

/** Switches off what has not got through for days, and tells the admins. */
@Injectable()
export class WebhookDisabling {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly notices: Notices,
    private readonly work: TicketWork,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async note({ id, name, enabled }: Webhook, { through, gone }: { through: boolean; gone: boolean }, now: Date): Promise<void> {
    const since = await this.webhooks.noteTry(id, through, now);
    if (!enabled) return;
    if (gone) return this.disable(id, name, 'its endpoint says that it is gone (410)');
    const { disableAfterDays } = this.settings.webhooks;
    if (since !== null && now.getTime() - since.getTime() >= disableAfterDays * DAY_MS)
      await this.disable(id, name, `nothing got through for ${disableAfterDays} days`);
  }

  private async disable(id: string, name: string, reason: string): Promise<void> {
    await this.work.run(async (unit) => {
      if (!(await this.webhooks.disable(unit.transaction, id, reason, unit.now))) return;
      const text = `Webhook "${name}" was switched off: ${reason}. Switch it on again when its endpoint answers; what it missed can be sent anew.`;
      await this.notices.tell(unit, [{ to: { role: 'admin' }, kind: 'webhook_disabled', text }]);
    });
  }
}
