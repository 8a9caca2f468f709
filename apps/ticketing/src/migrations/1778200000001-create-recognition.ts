import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was recognised in customers' words, what agents said it should have been, and the models that learned from it. */
export class CreateRecognition1778200000001 implements MigrationInterface {
  readonly name = 'CreateRecognition1778200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recognition_models (
        kind text not null,
        version integer not null,
        made_at timestamptz not null,
        in_force_since timestamptz not null,
        reason text not null,
        desk_version integer not null,
        seeds text not null,
        examples integer not null,
        labels integer not null,
        report jsonb not null,
        model bytea not null,
        primary key (kind, version)
      );
      create index recognition_models_in_force on recognition_models (kind, in_force_since desc, version desc);
      create table recognition_examples (
        id uuid primary key,
        kind text not null,
        ticket_id uuid,
        text text not null,
        label text not null,
        source text not null check (source in ('agent', 'import')),
        actor jsonb not null,
        at timestamptz not null
      );
      create unique index recognition_examples_ticket on recognition_examples (kind, ticket_id) where ticket_id is not null;
      create index recognition_examples_at on recognition_examples (kind, at);
      create table recognition_predictions (
        ticket_id uuid not null,
        kind text not null,
        label text,
        confidence real not null,
        basis text not null,
        candidates jsonb not null,
        because jsonb not null,
        model_version integer,
        at timestamptz not null,
        corrected_to text,
        corrected_at timestamptz,
        primary key (ticket_id, kind)
      ) with (fillfactor = 85);
      create index recognition_predictions_at on recognition_predictions (kind, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists recognition_predictions, recognition_examples, recognition_models');
  }
}
