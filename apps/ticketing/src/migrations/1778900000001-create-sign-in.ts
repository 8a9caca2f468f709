import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Who comes by single sign-on alone has none.
  'alter table agents alter column password_hash drop not null',
  `alter table agent_sessions add column signed_in_by text not null default 'password' check (signed_in_by in ('password', 'oidc')),
     add column provider_hint text`,
  `create table agent_identities (
     issuer text not null,
     subject text not null,
     agent_id uuid not null references agents on delete cascade,
     linked_at timestamptz not null,
     last_login_at timestamptz not null,
     primary key (issuer, subject),
     unique (issuer, agent_id)
   )`,
  `create table used_sign_ins (
     state_hash text primary key,
     used_at timestamptz not null
   )`,
  'create index used_sign_ins_used on used_sign_ins (used_at)',
  `create table agent_second_factors (
     agent_id uuid primary key references agents on delete cascade,
     secret text not null,
     last_step bigint,
     created_at timestamptz not null,
     confirmed_at timestamptz
   )`,
  `create table agent_recovery_codes (
     agent_id uuid not null references agents on delete cascade,
     code_hash text not null,
     used_at timestamptz,
     primary key (agent_id, code_hash)
   )`,
];

/** Logins at an OpenID provider, and second factors of passwords. */
export class CreateSignIn1778900000001 implements MigrationInterface {
  readonly name = 'CreateSignIn1778900000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists agent_recovery_codes, agent_second_factors, used_sign_ins, agent_identities');
    await runner.query('alter table agent_sessions drop column provider_hint, drop column signed_in_by');
    // Nobody logs in by this.
    await runner.query(`update agents set password_hash = '' where password_hash is null`);
    await runner.query('alter table agents alter column password_hash set not null');
  }
}
