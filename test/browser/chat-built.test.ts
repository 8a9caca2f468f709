import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const BUILT = join(process.cwd(), 'dist/widget');

/** Younger than ECMAScript 2017, which is what a WebView of 2017 speaks. */
const YOUNG: Readonly<Record<string, (node: ts.Node) => boolean>> = {
  '?.': (node) => ts.isOptionalChain(node),
  '??, **= or ||=': (node) =>
    ts.isBinaryExpression(node) &&
    [
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.QuestionQuestionEqualsToken,
      ts.SyntaxKind.BarBarEqualsToken,
      ts.SyntaxKind.AmpersandAmpersandEqualsToken,
    ].includes(node.operatorToken.kind),
  'spread of an object': (node) => ts.isSpreadAssignment(node),
  'rest of an object': (node) => ts.isBindingElement(node) && node.dotDotDotToken !== undefined && ts.isObjectBindingPattern(node.parent),
  'catch without a name': (node) => ts.isCatchClause(node) && node.variableDeclaration === undefined,
  'a class field': (node) => ts.isPropertyDeclaration(node) || ts.isPrivateIdentifier(node) || ts.isClassStaticBlockDeclaration(node),
  'for await': (node) => ts.isForOfStatement(node) && node.awaitModifier !== undefined,
  'a BigInt or 1_000': (node) => ts.isBigIntLiteral(node) || (ts.isNumericLiteral(node) && node.getText().includes('_')),
  'import()': (node) => node.kind === ts.SyntaxKind.ImportKeyword || ts.isImportDeclaration(node) || ts.isExportDeclaration(node),
  'a young RegExp': (node) => ts.isRegularExpressionLiteral(node) && /\(\?<|\\p\{|\/[a-z]*[sdv][a-z]*$/.test(node.text),
};
/** Calls that such a browser does not know, and nothing here stands in for. */
const UNKNOWN =
  /\.(at|findLast|findLastIndex|flat|flatMap|matchAll|replaceAll|replaceChildren|finally|hasOwn|fromEntries|allSettled|toSorted|randomUUID)\(|structuredClone|queueMicrotask|globalThis|AbortController|ResizeObserver|requestIdleCallback/;
const YOUNG_CSS =
  /:has\(|:is\(|:where\(|color-mix|inset(-\w+)?:|[;{](row-|column-)?gap:|\dd?vh|(padding|margin)-(inline|block):|@layer|@container|\{[^}]*&/;

const kilobytes = (code: Buffer) => gzipSync(code, { level: 9 }).length / 1_000;

describe('what is built of the widget', () => {
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    for (const name of await readdir(BUILT, { recursive: true }))
      if (/\.(js|css)$/.test(name)) files.set(name, await readFile(join(BUILT, name)));
  });

  it('is small: one request for the button, and few for the panel', () => {
    const words = [...files].filter(([name]) => name.startsWith('words'));
    const largest = Math.max(...words.map(([, code]) => kilobytes(code)));
    expect(words).toHaveLength(12);
    expect(kilobytes(files.get('widget.js')!)).toBeLessThan(8);
    expect(kilobytes(files.get('panel.js')!) + kilobytes(files.get('panel.css')!) + largest).toBeLessThan(20);
  });

  it('is read by a browser of 2017', () => {
    const faults: string[] = [];
    for (const [name, code] of files) {
      if (!name.endsWith('.js')) continue;
      const text = code.toString();
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
      const look = (node: ts.Node): void => {
        for (const [what, is] of Object.entries(YOUNG)) if (is(node)) faults.push(`${name}: ${what}: ${node.getText().slice(0, 80)}`);
        ts.forEachChild(node, look);
      };
      look(source);
      const call = UNKNOWN.exec(text);
      if (call !== null) faults.push(`${name}: ${text.slice(call.index - 40, call.index + 40)}`);
    }
    expect(faults).toEqual([]);
    expect(YOUNG_CSS.exec(files.get('panel.css')!.toString())?.[0]).toBeUndefined();
  });

  it('has no words in its code', () => {
    const panel = files.get('panel.js')!.toString();
    expect([...panel.matchAll(/["`]([A-Z][a-z]+(?: [a-z]+)+[.?!…]?)["`]/g)].map(([, text]) => text)).toEqual([]);
  });
});
