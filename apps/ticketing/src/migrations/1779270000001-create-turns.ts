import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Turns of a ticket's agents and of its escalations: databases that were made before they had an order of their own get it; one index that was there twice goes. */
export class CreateTurns1779270000001 implements MigrationInterface {
  readonly name = 'CreateTurns1779270000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['assignments', 'escalations']) {
      const [known] = (await runner.query(
        `select 1 from information_schema.columns where table_schema = current_schema() and table_name = '${table}' and column_name = 'turn'`,
      )) as unknown[];
      if (known !== undefined) continue;
      await runner.query(`alter table ${table} add column turn bigint`);
      await runner.query(
        `update ${table} set turn = ordered.n from (select id, row_number() over (order by at, id) as n from ${table}) ordered where ordered.id = ${table}.id`,
      );
      await runner.query(`alter table ${table} alter column turn set not null, alter column turn add generated always as identity`);
      await runner.query(
        `select setval(pg_get_serial_sequence('${table}', 'turn'), coalesce((select max(turn) from ${table}), 0) + 1, false)`,
      );
      await runner.query(`drop index ${table}_ticket`);
      await runner.query(`create index ${table}_ticket on ${table} (ticket_id, turn)`);
    }
    await runner.query('drop index if exists bulk_actions_tickets');
    await runner.query('create index visits_receipt on visits (receipt)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index visits_receipt');
    await runner.query('create index bulk_actions_tickets on bulk_actions using gin (changes jsonb_path_ops)');
  }
}
