import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Database, migrateRooms, openDatabase, startEmbeddedPostgres } from '#database';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { ArticleWriter } from '../../apps/ticketing/src/knowledge/article-writer.js';
import { KnowledgeSearch } from '../../apps/ticketing/src/knowledge/knowledge-search.js';
import { IS_SAMPLED } from '../../apps/ticketing/src/knowledge/searching/sampled-passages.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { type Desk, openDesk } from '../support/ticketing-desk.js';
import { type Figure, percentile, showMs } from './figures.js';
import { readPostgresCpu } from './intake.js';

const AIM_MS = 100;
const WORDS = 200_000;
const WORDS_OF_TEXT = 40;
const WORDS_OF_HEAD = 6;
const QUESTIONS = 300;
const CHANGES = 120;
const AT_ONCE = 100_000;

/** The help with so many nodes besides the cross-border desk's: words as often as words are (the n-th with 1/n), 46 of 200 000 each. */
export async function measureKnowledge(nodes: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, logger: silentLogger });
  try {
    await migrateRooms(postgres.url, [eventBusMigrations, ticketingMigrations], silentLogger);
    const file = parse(await readFile('config/desks/cross-border.yaml', 'utf8')) as { profile: { knowledge: object } };
    const desk = await openDesk({
      database: { url: postgres.url, close: () => Promise.resolve() },
      desk: { knowledge: file.profile.knowledge },
    });
    try {
      const patient = await openDatabase({ url: postgres.url, poolSize: 2, statementTimeoutMs: 3_600_000, logger: silentLogger });
      await fill(patient, nodes);
      await patient.close();
      return await measureSearches(desk, nodes);
    } finally {
      await desk.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill({ sql }: Database, nodes: number): Promise<void> {
  const say = (words: string) => console.error(`knowledge: ${words}`);
  await sql.query(
    'drop index knowledge_passages_terms, knowledge_passages_heads, knowledge_passages_terms_sample, knowledge_passages_heads_sample',
  );
  await sql.query('alter table knowledge_passages set (autovacuum_enabled = false)');
  const words = (count: number, weight: string) =>
    `(select string_agg('w' || floor(exp(random() * ln(${WORDS})))::int || ':1${weight}', ' ') from generate_series(1, ${count}) where n = n)::tsvector`;
  for (let from = 0; from < nodes; from += AT_ONCE) {
    await sql.query(
      `insert into knowledge_passages (article_id, language, internal, section, product_lines, length, heads, terms)
       select gen_random_uuid(), 'zh', false, null, '{}', length(t), h, h || t
       from (select ${words(WORDS_OF_HEAD, 'A')} as h, ${words(WORDS_OF_TEXT, '')} as t from generate_series($1::int, $2::int) as n) made`,
      [from + 1, Math.min(from + AT_ONCE, nodes)],
    );
    if (from % (5 * AT_ONCE) === 0) say(`${from + AT_ONCE} nodes`);
  }
  say('counting words');
  await sql.query('delete from knowledge_terms');
  await sql.query(
    `insert into knowledge_terms (term, passages, heads)
     select w.word, w.ndoc, coalesce(h.ndoc, 0) from ts_stat('select terms from knowledge_passages') w
     left join ts_stat('select heads from knowledge_passages') h using (word)`,
  );
  await sql.query(`insert into knowledge_terms (term, passages, heads) select '', count(*), 0 from knowledge_passages`);
  say('indexing');
  await sql.query(`create index knowledge_passages_terms on knowledge_passages using gin (terms) with (gin_pending_list_limit = 256)`);
  await sql.query(`create index knowledge_passages_heads on knowledge_passages using gin (heads) with (gin_pending_list_limit = 256)`);
  for (const column of ['terms', 'heads'])
    await sql.query(
      `create index knowledge_passages_${column}_sample on knowledge_passages using gin (${column}) with (gin_pending_list_limit = 256) where ${IS_SAMPLED}`,
    );
  await sql.query('analyze knowledge_passages');
}

async function measureSearches(desk: Desk, nodes: number): Promise<Figure[]> {
  const search = desk.get(KnowledgeSearch);
  const guide = ['订单同步延迟', '物流设置错误', '数据报表导出'];
  const mixed = makeQuestions(QUESTIONS, WORDS);
  const common = makeQuestions(50, 40);
  for (const question of mixed.slice(0, 30)) await search.findAnswers(question, 'zh');
  const figures = [
    ...(await measure(desk, nodes, 'words as they come', mixed)),
    ...(await measure(desk, nodes, 'words that are everywhere', common)),
    ...(await measure(
      desk,
      nodes,
      'the guide’s queries',
      Array.from({ length: 30 }, (_, n) => guide[n % 3]!),
    )),
  ];
  const first = (await search.findAnswers(guide[0]!, 'zh'))[0]?.article.key;
  const startedAt = performance.now();
  const articles = Array.from({ length: CHANGES }, (_, n) => {
    const text = { title: `Changed ${n}`, body: makeQuestions(1, WORDS).join(' ').repeat(6), keywords: [], videos: [], pictures: [] };
    return {
      key: `changed-${n}`,
      content: { section: null, kind: 'article' as const, visibility: 'public' as const, productLines: [], texts: { zh: text } },
    };
  });
  const writer = desk.get(ArticleWriter);
  for (const article of articles)
    await desk.database.run((transaction) =>
      writer.write(transaction, [article], { publish: true, actor: { kind: 'system' }, note: 'bench' }),
    );
  const changed = (performance.now() - startedAt) / CHANGES;
  return [
    ...figures,
    {
      part: 'knowledge',
      name: 'the guide’s query finds its article',
      measured: String(first),
      target: 'order-sync-delay',
      holds: first === 'order-sync-delay',
    },
    { part: 'knowledge', name: 'an article changed', measured: showMs(changed) },
  ];
}

async function measure(desk: Desk, nodes: number, name: string, questions: readonly string[]): Promise<Figure[]> {
  const search = desk.get(KnowledgeSearch);
  const times: number[] = [];
  const [node, postgres] = [process.cpuUsage(), await readPostgresCpu(desk.database)];
  for (const question of questions) {
    const startedAt = performance.now();
    await search.findAnswers(question, 'zh');
    times.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(node);
  const cpu = (user + system + (await readPostgresCpu(desk.database)) - postgres) / 1_000 / questions.length;
  const most = percentile(times, 0.95);
  const holds = nodes < 2_000_000 ? undefined : most <= AIM_MS;
  return [
    {
      part: 'knowledge',
      name: `${name}: 50 % / 95 %`,
      measured: `${showMs(percentile(times, 0.5))} / ${showMs(most)}`,
      target: `≤ ${AIM_MS} ms`,
      ...(holds === undefined ? {} : { holds }),
    },
    { part: 'knowledge', name: `${name}: CPU a search`, measured: showMs(cpu) },
  ];
}

/** Three to eight words, the n-th with 1/n. */
function makeQuestions(count: number, words: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 + Math.floor(Math.random() * 6) }, () => `w${Math.floor(Math.exp(Math.random() * Math.log(words)))}`).join(' '),
  );
}
