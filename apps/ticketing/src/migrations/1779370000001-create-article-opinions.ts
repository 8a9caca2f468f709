import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether articles helped their readers. `id` is made by the reader's browser, for one article alone, so nothing here leads to a person or from one article to another. */
export class CreateArticleOpinions1779370000001 implements MigrationInterface {
  readonly name = 'CreateArticleOpinions1779370000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table knowledge_opinions (
        article_id uuid not null,
        id uuid not null,
        helpful boolean not null,
        words text,
        language text not null,
        version integer not null,
        given_at timestamptz not null,
        changed_at timestamptz not null,
        primary key (article_id, id)
      );
      create index knowledge_opinions_words on knowledge_opinions (article_id, changed_at desc) where words is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists knowledge_opinions');
  }
}
