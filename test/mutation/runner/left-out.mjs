// What is not broken, each with its reason in the report.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const FUNCTIONS = new Set(['ClassMethod', 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const TRANSACTIONS = /\b(transaction|unit|sql|database)\b/;

/** `async`, and speaks of a transaction or of SQL: what it decides by stands in functions of its own, which are broken. */
function shellReason({ node }, text) {
  if (node.type === 'ClassMethod' && node.key.name === 'onModuleInit') return 'wiring';
  return FUNCTIONS.has(node.type) && node.async && TRANSACTIONS.test(text()) ? 'reads and writes in a transaction' : undefined;
}

/** The message of an error and the hint beside it. */
function wordingReason({ node, parent }) {
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
  const isMessage = parent?.type === 'NewExpression' && /Error$/.test(parent.callee.name ?? '') && parent.arguments[0] === node;
  return isMessage || (parent?.type === 'ObjectProperty' && parent.key.name === 'hint') ? 'words for people' : undefined;
}

/** The whole of what stands below a node that has a reason is left out with it. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'shell', { shouldIgnore: (path) => shellReason(path, () => path.toString()) }),
  declareValuePlugin(PluginKind.Ignore, 'wording', { shouldIgnore: wordingReason }),
];
