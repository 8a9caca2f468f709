import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offsets that a group on Kafka shall go on from; its members fulfil and delete them. */
export class CreateReplayRequests1767225600203 implements MigrationInterface {
  readonly name = 'CreateReplayRequests1767225600203';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table replay_requests (
      group_name text not null,
      topic text not null,
      partition integer not null,
      "offset" bigint not null,
      id uuid not null unique,
      requested_at timestamptz not null,
      primary key (group_name, topic, partition)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table replay_requests');
  }
}
