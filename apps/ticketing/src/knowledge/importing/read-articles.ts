import { parse } from 'yaml';
import { z } from 'zod';
import { ArticleContent } from '../../desk/schema/knowledge.js';
import { Key } from '../../desk/schema/keys.js';
import { Language } from '../../desk/schema/texts.js';
import type { KeyedArticle } from '../article-writer.js';
import { readCsv } from './read-csv.js';

export const IMPORT_FORMATS = ['jsonl', 'csv', 'markdown'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export interface ImportFault {
  /** File and line, as far as they are known. */
  readonly where: string;
  readonly problem: string;
}

export interface ReadArticles {
  readonly articles: readonly KeyedArticle[];
  readonly faults: readonly ImportFault[];
}

/** An article as files have it: whole, or one language of it a row. */
interface Piece {
  readonly where: string;
  readonly key: string | null;
  readonly language: string | null;
  readonly value: Record<string, unknown>;
}

const FLAT = ['title', 'body', 'keywords', 'videos'] as const;
const KeyOrNone = Key.nullable();

/** Pieces of one key are languages of one article. Every fault is said. */
export function readJsonLines(text: string, name: string, language: string): ReadArticles {
  const faults: ImportFault[] = [];
  const pieces = text.split('\n').flatMap((line, index): Piece[] => {
    if (line.trim() === '') return [];
    const where = `${name}:${index + 1}`;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return [toPiece(value as Record<string, unknown>, where, language)];
      faults.push({ where, problem: 'is no JSON object' });
    } catch {
      faults.push({ where, problem: 'is no JSON' });
    }
    return [];
  });
  return gather(pieces, faults);
}

export function readCsvArticles(text: string, name: string, language: string): ReadArticles {
  const [head, ...rows] = readCsv(text);
  const columns = (head?.fields ?? []).map((field) => field.trim().replaceAll(/[_\s](\w)/g, (_, letter: string) => letter.toUpperCase()));
  const missing = ['title', 'body'].filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      articles: [],
      faults: [{ where: `${name}:1`, problem: `the header has no ${missing.join(' and no ')}; it has ${columns.join(', ')}` }],
    };
  const pieces = rows.map(({ line, fields }) => {
    const filled = columns.flatMap((column, index) =>
      (fields[index] ?? '').trim() === '' ? [] : [[column, fields[index]!.trim()] as const],
    );
    const value: Record<string, unknown> = Object.fromEntries(filled);
    for (const list of ['keywords', 'productLines']) if (list in value) value[list] = splitList(String(value[list]));
    if ('videoUrl' in value) value['videos'] = [{ title: String(value['videoTitle'] ?? value['title']), url: value['videoUrl'] }];
    delete value['videoUrl'];
    delete value['videoTitle'];
    return toPiece(value, `${name}:${line}`, language);
  });
  return gather(pieces, []);
}

/** One file an article and language: `refunds.zh.md`, or by its front matter. Without a title there its first heading is one. */
export function readMarkdown(files: readonly { readonly name: string; readonly text: string }[], language: string): ReadArticles {
  const faults: ImportFault[] = [];
  const pieces = files.flatMap(({ name, text }): Piece[] => {
    const [, front, rest] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [undefined, '', text];
    let value: unknown;
    try {
      value = parse(front ?? '') ?? {};
    } catch (error) {
      faults.push({ where: name, problem: `its front matter is no YAML: ${String(error).split('\n')[0]}` });
      return [];
    }
    const [, base, own] = /([^/\\]+?)(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]+)?))?\.md$/.exec(name) ?? [undefined, name, undefined];
    const heading = /^\s*#\s+(.+?)\s*$/m.exec(rest ?? '');
    const given = value as Record<string, unknown>;
    const body = 'title' in given || heading === null ? (rest ?? '') : (rest ?? '').replace(heading[0], '');
    const key = base!
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    return [
      toPiece(
        { key: key === '' ? null : key, title: heading?.[1], ...(own === undefined ? {} : { language: own }), ...given, body: body.trim() },
        name,
        language,
      ),
    ];
  });
  return gather(pieces, faults);
}

function splitList(text: string): string[] {
  return text.split(/[;；|]/).flatMap((each) => each.trim() || []);
}

function toPiece(given: Record<string, unknown>, where: string, language: string): Piece {
  const { key, language: own, ...value } = given;
  return {
    where,
    key: typeof key === 'string' ? key : null,
    language: 'texts' in value ? null : typeof own === 'string' ? own : language,
    value,
  };
}

function gather(pieces: readonly Piece[], faults: ImportFault[]): ReadArticles {
  const wholes = new Map<string, { where: string; key: string | null; value: Record<string, unknown> }>();
  pieces.forEach(({ where, key, language, value }, index) => {
    const name = key ?? `#${index}`;
    const whole = wholes.get(name) ?? { where, key, value: {} };
    wholes.set(name, whole);
    if (language !== null && !Language.safeParse(language).success)
      faults.push({ where, problem: `"${language}" is no language such as en or zh` });
    const text = Object.fromEntries(FLAT.filter((each) => each in value).map((each) => [each, value[each]]));
    const rest = Object.fromEntries(Object.entries(value).filter(([each]) => !(FLAT as readonly string[]).includes(each)));
    const texts = (whole.value['texts'] ?? {}) as Record<string, unknown>;
    if (language !== null && language in texts) faults.push({ where, problem: `article ${key} has two texts in ${language}` });
    whole.value = language === null ? { ...whole.value, ...value } : { ...whole.value, ...rest, texts: { ...texts, [language]: text } };
  });
  const articles = [...wholes.values()].flatMap(({ where, key, value }): KeyedArticle[] => {
    const read = ArticleContent.safeParse(value);
    const named = KeyOrNone.safeParse(key);
    if (!named.success) faults.push({ where, problem: `key: ${z.prettifyError(named.error).split('\n')[0]}` });
    if (!read.success) for (const { path, message } of read.error.issues) faults.push({ where, problem: `${path.join('.')}: ${message}` });
    return read.success && named.success ? [{ key, content: read.data }] : [];
  });
  return { articles, faults };
}
