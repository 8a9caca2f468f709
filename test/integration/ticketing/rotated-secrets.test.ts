import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretKey } from '#runtime';
import { SECOND_FACTOR } from '../../../apps/ticketing/src/agents/second-factor/second-factors.js';
import { resealSecrets } from '../../../apps/ticketing/src/secrets.admin.js';
import { WEBHOOK_SECRET } from '../../../apps/ticketing/src/webhooks/webhook.service.js';
import { type Desk, openDesk } from '../../support/ticketing-desk.js';

describe('stored secrets', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  it('are sealed with the secret in use; what no known secret opens is named and stays', async () => {
    const { sql } = desk.database;
    const [old, lost] = [new SecretKey('old'.repeat(12)), new SecretKey('lost'.repeat(12))];
    const [agent] = await sql.query<{ id: string }>(
      `insert into agents (id, email, display_name, role, password_hash, created_at, password_changed_at)
       values (gen_random_uuid(), 'a@desk.test', 'A', 'agent', 'x', now(), now()) returning id`,
    );
    const webhook = (secret: string, older: string | null) =>
      sql.query<{ id: string }>(
        `insert into webhooks (id, name, url, events, enabled, secret, older_secret, created_by, created_at, updated_at)
         values (gen_random_uuid(), 'shop', 'https://shop.example', '{}', true, $1, $2, '{}', now(), now()) returning id`,
        [secret, older],
      );
    await sql.query('insert into agent_second_factors (agent_id, secret, created_at) values ($1, $2, now())', [
      agent!.id,
      old.seal(SECOND_FACTOR, 'totp'),
    ]);
    const [kept] = await webhook(old.seal(WEBHOOK_SECRET, 'one'), old.seal(WEBHOOK_SECRET, 'two'));
    const unreadable = lost.seal(WEBHOOK_SECRET, 'three');
    const [broken] = await webhook(unreadable, null);

    const fresh = 'new'.repeat(12);
    expect(await resealSecrets(desk.database, new SecretKey(fresh, ['old'.repeat(12)]))).toEqual({
      resealed: 3,
      broken: [`webhooks.secret of ${broken!.id}`],
    });
    const alone = new SecretKey(fresh);
    const [factor] = await sql.query<{ secret: string }>('select secret from agent_second_factors');
    expect(alone.unseal(SECOND_FACTOR, factor!.secret)).toBe('totp');
    const rows = await sql.query<{ id: string; secret: string; older_secret: string | null }>(
      'select id, secret, older_secret from webhooks',
    );
    const row = rows.find(({ id }) => id === kept!.id)!;
    expect([row.secret, row.older_secret!].map((sealed) => alone.unseal(WEBHOOK_SECRET, sealed))).toEqual(['one', 'two']);
    expect(rows.find(({ id }) => id === broken!.id)!.secret).toBe(unreadable);
  });
});
