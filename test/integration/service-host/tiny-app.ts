import { Controller, Get, Inject, Module } from '@nestjs/common';
import type { Database } from '#database';
import { DATABASE } from '#database';
import type { AppDefinition } from '#runtime';

@Controller('api/v1/greetings')
class GreetingController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  async list(): Promise<unknown> {
    return this.database.sql.query('select words from greetings');
  }
}

class CreateGreetings1700000000000 {
  name = 'CreateGreetings1700000000000';

  async up(runner: { query(text: string): Promise<unknown> }): Promise<void> {
    await runner.query(`create table greetings (words text); insert into greetings values ('hello')`);
  }

  async down(runner: { query(text: string): Promise<unknown> }): Promise<void> {
    await runner.query('drop table greetings');
  }
}

@Module({ controllers: [GreetingController] })
class TinyModule {}

/** The smallest app that owns a table and answers a request. */
export const tinyApp: AppDefinition = {
  name: 'tiny',
  module: TinyModule,
  migrations: [{ room: 'tiny', floor: 5, migrations: [CreateGreetings1700000000000] }],
  topics: ['tiny-things'],
  connectorFactories: [],
  inboxSchemas: [],
  servesApi: true,
};
