import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { raiseContactVersion } from './contact-version.js';

/** What the desk knows of a person beyond how to reach him. */
export interface ContactProfile {
  readonly plan: string | null;
  /** Of customers, as the desk sorts them: enterprise, flagship, … */
  readonly class: string | null;
  readonly company: string | null;
  readonly department: string | null;
  /** As he said it, or somebody typed it in: nobody is known by it. By which he is known are his identities. */
  readonly phone: string | null;
  /** As `phone`. */
  readonly email: string | null;
  readonly postalAddress: string | null;
  readonly language: string | null;
  readonly vip: boolean;
  /** Id of the agent who looks after him. */
  readonly accountManager: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type ContactProfileEdit = { readonly [K in keyof ContactProfile]?: ContactProfile[K] | undefined } & {
  readonly displayName?: string | null | undefined;
  /** The version of what the desk knows of him that was seen. */
  readonly expectedVersion?: number | undefined;
};

/** Characters that each may have. */
export const PROFILE_LIMITS = { displayName: 256, company: 300, department: 300, phone: 100, email: 320, postalAddress: 1_000 } as const;

type ProfileListener = (transaction: Transaction, contactId: string) => Promise<void>;

const NOTHING: ContactProfile = {
  plan: null,
  class: null,
  company: null,
  department: null,
  phone: null,
  email: null,
  postalAddress: null,
  language: null,
  vip: false,
  accountManager: null,
  fields: {},
};

const COLUMNS =
  'plan, class, company, department, phone, email, postal_address as "postalAddress", language, vip, account_manager as "accountManager", fields';

@Injectable()
export class ContactProfiles {
  private readonly listeners: ProfileListener[] = [];

  constructor(
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What follows from a change, in its transaction. Call it in `onModuleInit`. */
  onChange(listener: ProfileListener): void {
    this.listeners.push(listener);
  }

  /** Of the contact that the id leads to; where he has none, of the one he was merged from. */
  async find(contactId: string, sql: Sql = this.database.sql): Promise<ContactProfile> {
    const [row] = await sql.query<ContactProfile>(
      `select ${COLUMNS} from contact_profiles p join contacts c on c.id = p.contact_id
       where p.contact_id = $1::uuid or c.merged_into = $1::uuid order by (p.contact_id = $1::uuid) desc limit 1`,
      [contactId],
    );
    return row ?? NOTHING;
  }

  /** Of what the desk knows of him: profile, products, orders. */
  async findVersion(contactId: string): Promise<number> {
    const [row] = await this.database.sql.query<{ version: number }>('select version from contacts where id = $1::uuid', [contactId]);
    return row?.version ?? 1;
  }

  /** What is absent stays; of `fields` those named change, null takes one away. Throws `PermanentError`: `contact_unknown`, `version_conflict`, `agent_unknown`. */
  async change(id: string, edit: ContactProfileEdit): Promise<string> {
    return this.effects.run((transaction) => this.changeIn(transaction, id, edit));
  }

  /** As a part of the caller's transaction. */
  async changeIn(transaction: Transaction, id: string, edit: ContactProfileEdit): Promise<string> {
    const [row] = isUuid(id)
      ? await transaction.query<{ id: string }>(
          'select coalesce(merged_into, id) as id from contacts where id = $1::uuid for no key update',
          [id],
        )
      : [];
    if (row === undefined) throw new PermanentError(`there is no contact ${id}`, { code: 'contact_unknown' });
    const { displayName, expectedVersion, ...given } = edit;
    await raiseContactVersion(transaction, row.id, expectedVersion);
    const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const before = await this.find(row.id, transaction);
    const fields = Object.fromEntries(
      Object.entries({ ...before.fields, ...given.fields }).filter(([, value]) => value !== null && value !== undefined),
    );
    const after: ContactProfile = { ...before, ...named, fields };
    if (after.accountManager !== null) await refuseUnknownAgent(transaction, after.accountManager);
    const now = this.clock.now();
    await transaction.query(
      `insert into contact_profiles (contact_id, plan, class, company, department, phone, email, postal_address, language, vip, account_manager, fields, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (contact_id) do update set plan = excluded.plan, class = excluded.class, company = excluded.company, department = excluded.department,
           phone = excluded.phone, email = excluded.email, postal_address = excluded.postal_address, language = excluded.language, vip = excluded.vip, account_manager = excluded.account_manager,
           fields = excluded.fields, updated_at = excluded.updated_at`,
      [
        row.id,
        after.plan,
        after.class,
        after.company,
        after.department,
        after.phone,
        after.email,
        after.postalAddress,
        after.language,
        after.vip,
        after.accountManager,
        JSON.stringify(fields),
        now,
      ],
    );
    await transaction.query(
      'update contacts set updated_at = $2, display_name = case when $3 then $4 else display_name end where id = $1',
      [row.id, now, displayName !== undefined, displayName ?? null],
    );
    await this.tellChange(transaction, row.id);
    return row.id;
  }

  /** Who proves more of a person elsewhere (an address that is confirmed) says so here. */
  async tellChange(transaction: Transaction, contactId: string): Promise<void> {
    for (const listener of this.listeners) await listener(transaction, contactId);
  }
}

async function refuseUnknownAgent(sql: Sql, id: string): Promise<void> {
  const rows = isUuid(id) ? await sql.query('select 1 from agents where id = $1::uuid and disabled_at is null', [id]) : [];
  if (rows.length === 0)
    throw new PermanentError(`there is no agent ${id}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
}
