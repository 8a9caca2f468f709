import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels that had no people or no connection, from when until when. */
export class CreateChannelAlarms1778300000006 implements MigrationInterface {
  readonly name = 'CreateChannelAlarms1778300000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table channel_alarms (
        id uuid primary key,
        channel text not null,
        lack text not null check (lack in ('people', 'connection')),
        detail text not null,
        since timestamptz not null,
        raised_at timestamptz,
        ended_at timestamptz
      );
      create unique index channel_alarms_open on channel_alarms (channel, lack) where ended_at is null;
      create index channel_alarms_since on channel_alarms (since desc, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists channel_alarms');
  }
}
