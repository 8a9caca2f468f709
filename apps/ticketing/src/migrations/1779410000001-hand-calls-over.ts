import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which of the phones ring now: a call that is spoken rings where it is handed over to. */
export class HandCallsOver1779410000001 implements MigrationInterface {
  readonly name = 'HandCallsOver1779410000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table ringing_calls add rings text[] not null default '{}'`);
    await runner.query(`
      update ringing_calls r set rings = r.extensions from entries e
      where e.id = r.entry_id and not jsonb_path_exists(e.parts::jsonb, '$[*].call.answeredAt')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ringing_calls drop rings');
  }
}
