import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Sql } from '#database';
import { CLOCK } from '#runtime';
import type { Clock } from '#runtime';
import type { Scope } from './roles.js';
import { digestOf, makeToken } from './secret-text.js';

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  /** How the key begins, to tell it from others. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const COLUMNS = `id, name, prefix, scopes, created_by as "createdBy", created_at as "createdAt", last_used_at as "lastUsedAt",
  revoked_at as "revokedAt"`;
const PREFIX_LETTERS = 12;
const USE_MS = 60_000;

/** Keys of programs. The database holds digests; a key is shown once, when it is made. */
@Injectable()
export class ApiKeyRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `token`: 256 bits nobody can guess; made again with the same one, it is the key that is there, as it stands. */
  async create(name: string, scopes: readonly Scope[], createdBy: string, token = makeToken()): Promise<{ key: string; view: ApiKeyView }> {
    const key = `trb_${token}`;
    await this.database.sql.query(
      `insert into api_keys (id, name, prefix, key_hash, scopes, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (key_hash) do nothing`,
      [randomUUID(), name, key.slice(0, PREFIX_LETTERS), digestOf(key), [...new Set(scopes)], createdBy, this.clock.now()],
    );
    const [view] = await this.database.sql.query<ApiKeyView>(`select ${COLUMNS} from api_keys where key_hash = $1`, [digestOf(key)]);
    return { key, view: view! };
  }

  async find(key: string): Promise<ApiKeyView | null> {
    const [row] = await this.database.sql.query<ApiKeyView>(`select ${COLUMNS} from api_keys where key_hash = $1 and revoked_at is null`, [
      digestOf(key),
    ]);
    if (row === undefined) return null;
    const now = this.clock.now();
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > USE_MS)
      await this.database.sql.query('update api_keys set last_used_at = $2 where id = $1', [row.id, now]);
    return row;
  }

  /** Newest first, the revoked ones too. */
  async list(): Promise<ApiKeyView[]> {
    return this.database.sql.query<ApiKeyView>(`select ${COLUMNS} from api_keys order by created_at desc, id`);
  }

  /** False when there is no such key, or it was revoked already. */
  async revoke(id: string, sql: Sql = this.database.sql): Promise<boolean> {
    const rows = await sql.query('update api_keys set revoked_at = $2 where id = $1::uuid and revoked_at is null returning id', [
      id,
      this.clock.now(),
    ]);
    return rows.length > 0;
  }
}
