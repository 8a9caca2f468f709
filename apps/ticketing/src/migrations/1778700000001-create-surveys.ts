import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was asked how it was, what came back by whatever way, and who of those who must has seen it; which customers the desk sought by itself. */
export class CreateSurveys1778700000001 implements MigrationInterface {
  readonly name = 'CreateSurveys1778700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table survey_requests (
        id uuid primary key,
        key text not null unique,
        occasion text not null,
        survey text not null,
        form jsonb not null,
        way text not null,
        ticket_id uuid not null,
        contact_id uuid not null,
        inbox_id text,
        conversation_key text,
        language text,
        state text not null check (state in ('asked', 'answered', 'unsent')),
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        answered_at timestamptz
      )`);
    await runner.query(
      `create index survey_requests_conversation on survey_requests (inbox_id, conversation_key, asked_at desc) where state = 'asked'`,
    );
    await runner.query('create index survey_requests_ticket on survey_requests (ticket_id, asked_at desc)');
    await runner.query('create index survey_requests_contact on survey_requests (contact_id, occasion, asked_at desc)');
    await runner.query(`
      create table feedback (
        id uuid primary key,
        key text not null unique,
        kind text not null check (kind in ('rating', 'form', 'mail')),
        way text not null,
        survey text,
        request_id uuid,
        ticket_id uuid not null,
        contact_id uuid not null,
        entry_id uuid,
        channel text,
        agent_id uuid,
        group_id uuid,
        scale text,
        value numeric(5, 2),
        parts jsonb,
        points numeric(5, 2),
        recommend smallint,
        step text,
        low boolean not null default false,
        reason text,
        suggestion text,
        given_at timestamptz not null,
        recorded_at timestamptz not null,
        entered_by jsonb
      )`);
    await runner.query('create index feedback_given on feedback (given_at desc, id desc)');
    await runner.query('create index feedback_ticket on feedback (ticket_id, given_at desc)');
    await runner.query(`
      create table feedback_seen (
        feedback_id uuid not null,
        reader text not null,
        seen_at timestamptz not null,
        seen_by jsonb not null,
        primary key (feedback_id, reader)
      )`);
    await runner.query(`
      create table check_ins (
        key text not null,
        contact_id uuid not null,
        ticket_id uuid not null,
        made_at timestamptz not null,
        primary key (key, contact_id, made_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists check_ins, feedback_seen, feedback, survey_requests');
  }
}
