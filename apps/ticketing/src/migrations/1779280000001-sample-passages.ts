import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One passage in sixteen, by the last four bits of its article's random id, in indexes of their own: what many thousands have is read there
 * (`searching/plan-candidates.ts`). `searching/sampled-passages.ts` repeats the condition.
 */
export class SamplePassages1779280000001 implements MigrationInterface {
  readonly name = 'SamplePassages1779280000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index knowledge_passages_terms_sample on knowledge_passages using gin (terms) with (gin_pending_list_limit = 256)
       where get_byte(uuid_send(article_id), 15) % 16 = 0`,
    );
    await runner.query(
      `create index knowledge_passages_heads_sample on knowledge_passages using gin (heads) with (gin_pending_list_limit = 256)
       where get_byte(uuid_send(article_id), 15) % 16 = 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index if exists knowledge_passages_terms_sample, knowledge_passages_heads_sample');
  }
}
