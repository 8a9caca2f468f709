import type { RoomMigrations } from '#runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

// Slow and not repeatable on purpose: a second run of any of them fails.
class Shelf1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table shelf (id int primary key)');
    await runner.query('select pg_sleep(0.2)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shelf');
  }
}

class ShelfRow1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into shelf values (1)');
  }
  async down(): Promise<void> {}
}

/** Of a higher floor: stands on the shelf. */
class Book1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table book (shelf_id int references shelf)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table book');
  }
}

class TornBook1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table page (id int)');
    await runner.query('insert into page values (1 / 0)');
  }
  async down(): Promise<void> {}
}

export const SHELVES: RoomMigrations = { room: 'shelves', floor: 1, migrations: [Shelf1700000000001, ShelfRow1700000000002] };
export const BOOKS: RoomMigrations = { room: 'book-room', floor: 5, migrations: [Book1700000000000] };
export const TORN: RoomMigrations = { room: 'book-room', floor: 5, migrations: [Book1700000000000, TornBook1700000000001] };
/** Out of floor order, as apps may list them. */
export const ROOMS: readonly RoomMigrations[] = [BOOKS, SHELVES];
