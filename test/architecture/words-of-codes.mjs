// Every code that a person can meet has words: reads the sources and names each that has none, and words of codes that nobody says any more.
// Codes that are declared in lists (`libs/contracts/src/codes`) need no look: their words do not compile where one is missing.
// English says a problem by the API's own sentence, which stands beside its code; Chinese has words for each.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CODE = /^[a-z][a-z0-9]*(?:_[a-z0-9-]+)*$/;

/** Problems of the API: all that the server throws, or sends as one. */
const PROBLEMS = {
  what: 'problem',
  words: 'apps/console/src/words/problems',
  folders: ['apps/ticketing/src', ...['runtime', 'database', 'event-bus', 'blob-store', 'service-host'].map((lib) => `libs/${lib}/src`)],
  /** Read at the command line or in the log of a process that does not start, where no page is. */
  not: /\.admin\.ts$|\/(?:backup|embedded|composition|migrations|testing)\/|service-host\/src\/(?:parts|nest)\/|front-door\.ts$|data-folder\.ts$|\/(?:audit|contact)-export\.ts$|runtime\/src\/(?:errors|config)\/|event-bus\/src\/nest\/|kafka\/topics\.ts$|timers\/timers\.ts$|rules\/rule-actions\.ts$/,
  /** Said by the words of the page kit, in each language. */
  elsewhere: ['version_conflict', 'unauthenticated', 'rate_limited'],
  /** Made of a status where no error was thrown, by the part that takes requests of a connector, and in the warnings before an answer goes. */
  also: ['malformed_request', 'body_too_large', 'route_unknown', 'internal_error', 'log_unavailable', 'recipient_undeliverable'],
  /** What a file makes of values; a file that makes codes must be here. */
  made: {
    'apps/ticketing/src/http/visibility.guard.ts': [
      'ticket_unknown',
      'entry_unknown',
      'contact_unknown',
      'task_unknown',
      'consultation_unknown',
    ],
    'apps/ticketing/src/measures/measure.service.ts': ['tool_unknown', 'rights_unknown'],
    'apps/ticketing/src/replies/reply-fitter.ts': ['window_closed', 'quota_exceeded', 'reply_unfit'],
    'apps/ticketing/src/request-types/case.service.ts': ['stage_unknown', 'outcome_unknown', 'stage_not_next', 'outcome_needed'],
    'libs/service-host/src/threads/carried-error.ts': [],
  },
};

/** Errors of connectors that become reasons of an inbox's state, of a failure or of a comparison. */
const TROUBLES = {
  what: 'trouble',
  words: 'libs/contracts/src/codes/trouble-codes.ts',
  folders: [
    ...readdirSync(join(root, 'apps'))
      .filter((name) => name.endsWith('-connector'))
      .map((name) => `apps/${name}/src`),
    'libs/connector-sdk/src',
  ],
  /** An answer that fails is told by its category; messages that are read or converted are parked, and say so by codes of their own. */
  not: /\/(?:sending|converting|inspecting|testing)\//,
  /** They tell the reasons of what kept them from reading. */
  elsewhere: ['mailbox_unread', 'account_unread'],
  also: [],
  made: {
    // Told as `ami_refused`.
    'apps/phone-connector/src/receiving/ami/ami-link.ts': [],
    // By `wechat_` and the platform's number: those that come again and again are in the list.
    'apps/wechat-connector/src/receiving/wecom-trouble.ts': [],
  },
  only: true,
};

const faults = [];
for (const each of [PROBLEMS, TROUBLES]) look(each);
if (faults.length > 0) {
  console.log(faults.join('\n'));
  process.exitCode = 1;
}

function look({ what, words, folders, not, elsewhere, also, made, only }) {
  const said = new Map(also.map((code) => [code, here()]));
  const makers = new Set();
  for (const folder of folders)
    for (const path of sources(join(root, folder))) {
      const name = relative(root, path);
      if (not.test(name)) continue;
      const { codes, made: makes } = readCodes(path);
      for (const [code, line] of codes) if (!said.has(code)) said.set(code, `${name}:${line}`);
      if (makes === null) continue;
      makers.add(name);
      if (made[name] === undefined)
        faults.push(`${name}:${makes}: a code is made of values: write it out, or name what it can be in ${here()}`);
      for (const code of made[name] ?? []) said.set(code, name);
    }
  const worded = readWords(join(root, words));
  for (const [code, place] of said)
    if (!worded.has(code) && !elsewhere.includes(code))
      faults.push(`${place}: the ${what} “${code}” has no words: give it some in ${words}`);
  if (only) return;
  for (const code of worded) if (!said.has(code)) faults.push(`${words}: nobody says “${code}” any more`);
  for (const name of Object.keys(made))
    if (!makers.has(name)) faults.push(`${name} makes no code of values any more: take it out of ${here()}`);
}

function here() {
  return relative(root, fileURLToPath(import.meta.url));
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.ts$/.test(entry.name) && !/\.(?:spec|test|d)\.ts$/.test(entry.name)) yield path;
  }
}

/** Codes of errors that a file makes, and of problems that it declares; `made`: line of the first code that is no literal, else null. */
function readCodes(path) {
  const text = readFileSync(path, 'utf8');
  const codes = [];
  let made = null;
  if (!/code|problems:|STATUS_OF/.test(text)) return { codes, made };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const add = (node) => {
    const literals = literalsOf(node);
    if (literals === null) made ??= lineOf(node);
    else for (const code of literals) if (CODE.test(code)) codes.push([code, lineOf(node)]);
  };
  /** All codes within the details of an error. */
  const ofDetails = (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'code') return add(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'code') return void (made ??= lineOf(node));
    // What else is told of the error may hold codes of others.
    if (ts.isPropertyAssignment(node) && ['fields', 'cause'].includes(node.name.getText(file))) return;
    ts.forEachChild(node, ofDetails);
  };
  const keysOf = (node) => {
    for (const property of node.properties)
      if (property.name !== undefined && CODE.test(property.name.text ?? '')) codes.push([property.name.text, lineOf(property)]);
  };
  const visit = (node) => {
    if (isError(node, file)) {
      const [, details] = node.arguments ?? [];
      if (details !== undefined && !ts.isObjectLiteralExpression(details)) made ??= lineOf(details);
      for (const argument of node.arguments ?? []) ofDetails(argument);
    } else if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'problems' && ts.isObjectLiteralExpression(node.initializer))
      keysOf(node.initializer);
    else if (ts.isVariableDeclaration(node) && /^(?:STATUS_OF_|RETRIABLE$)/.test(node.name.getText(file)) && node.initializer)
      if (node.name.getText(file) === 'RETRIABLE') ofDetails(node.initializer);
      else if (ts.isObjectLiteralExpression(node.initializer)) keysOf(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { codes, made };
}

function isError(node, file) {
  if (ts.isNewExpression(node)) return /(?:Permanent|Retriable|Configuration)Error$/.test(node.expression.getText(file));
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword && (node.arguments.length ?? 0) > 1;
}

function literalsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return literalsOf(node.expression);
  if (!ts.isConditionalExpression(node)) return null;
  const [one, other] = [literalsOf(node.whenTrue), literalsOf(node.whenFalse)];
  return one === null || other === null ? null : [...one, ...other];
}

/** Keys of the words, or the codes of a list. */
function readWords(path) {
  const files = path.endsWith('.ts') ? [path] : readdirSync(path).map((name) => join(path, name));
  const found = new Set();
  for (const each of files) {
    const file = ts.createSourceFile(each, readFileSync(each, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) found.add(node.name.text);
      else if (ts.isStringLiteralLike(node) && ts.isArrayLiteralExpression(node.parent)) found.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}
