import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE, type Database } from '#database';
import { type AdminCommand, type AdminContext, CLOCK, type Clock, readOption, UsageError } from '#runtime';
import { EMPTY_DESK } from './desk/desk-schema.js';
import { DeskVersionRepository } from './desk/desk-version.repository.js';
import { readDesk } from './desk/read-desk.js';
import { ArticleWriter } from './knowledge/article-writer.js';
import { ArticleRepository } from './knowledge/article.repository.js';
import { ArticleImporter } from './knowledge/importing/article-importer.js';
import { type ReadArticles, readCsvArticles, readJsonLines, readMarkdown } from './knowledge/importing/read-articles.js';
import { PassageIndex } from './knowledge/searching/passage-index.js';
import { Effects } from './idempotency/effects.js';
import { RequestRepository } from './idempotency/request.repository.js';

const knowledge: AdminCommand = {
  name: 'knowledge',
  usage: 'import FILE.jsonl|FILE.csv|FOLDER [--language zh] [--draft]',
  options: ['language'],
  flags: ['draft'],
  words: 2,
  summary: 'brings articles into the help: JSON Lines, CSV with a header, or a folder of Markdown; the same file again changes nothing',
  async run(args, context) {
    const [what, path] = args.words;
    if (what !== 'import' || path === undefined) throw new UsageError('import which file or folder?');
    const read = await readFrom(path, readOption(args, 'language') ?? 'zh');
    const importer = await openImporter(context);
    const actor = { kind: 'system' as const, displayName: 'admin knowledge import' };
    const { added, changed, same } = await importer.import(read, {
      publish: args.options['draft'] !== true,
      actor,
      note: `imported from ${path}`,
    });
    context.print(`${added} added, ${changed} changed, ${same} as they were`);
  },
};

async function readFrom(path: string, language: string): Promise<ReadArticles> {
  if ((await stat(path)).isDirectory()) {
    const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
    return readMarkdown(await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(path, name), 'utf8') }))), language);
  }
  const text = await readFile(path, 'utf8');
  return path.endsWith('.csv') || path.endsWith('.tsv') ? readCsvArticles(text, path, language) : readJsonLines(text, path, language);
}

async function openImporter(context: AdminContext): Promise<ArticleImporter> {
  const database = await context.resolve<Database>(DATABASE);
  const clock = await context.resolve<Clock>(CLOCK);
  const stored = await new DeskVersionRepository(database).findLatest();
  const profile = { version: stored?.version ?? 0, desk: (stored === null ? null : readDesk(stored.desk).desk) ?? EMPTY_DESK };
  const profiles = { current: () => profile };
  const articles = new ArticleRepository(database);
  const writer = new ArticleWriter(articles, new PassageIndex(), profiles, clock);
  return new ArticleImporter(new Effects(database, new RequestRepository(database)), writer, profiles);
}

export const adminCommands: readonly AdminCommand[] = [knowledge];
