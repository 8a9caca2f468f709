import { attributeOf } from './html-tokens.js';

/** `inside`: the element holds quoted history. `after`: all from here on is history. */
export type QuoteMark = 'inside' | 'after';

const CLASSES: readonly [RegExp, QuoteMark][] = [
  [
    /(?:^|\s|x_)(?:gmail_quote(?:_container)?|yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite-prefix|zmail_extra|WM_quote)(?:\s|$)/i,
    'inside',
  ],
  [/(?:^|\s)(?:moz-email-headers-table|OutlookMessageHeader)(?:\s|$)/i, 'after'],
];
const IDS: readonly [RegExp, QuoteMark][] = [
  [/^(?:x_)*(?:isReplyContent|ntes-flag-reply|oriMsgHtmlSeperator|mail-editor-reference-message-container|yahoo_quoted_\d+)/i, 'inside'],
  [/^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|ms-outlook-mobile-body-separator-line|reply-intro|OLK_SRC_BODY_SECTION)$/i, 'after'],
];
/** The line that Outlook draws above the header block of what it quotes. */
const OUTLOOK_RULE = /border:\s*none;\s*border-top:\s*solid\s+#(?:B5C4DF|E1E1E1)\s+1\.0pt/i;

/** Elements that may carry a mark. */
export function isQuoteMark(name: string): boolean {
  return name === 'div' || name === 'blockquote' || name === 'includetail' || name === 'span' || name === 'table' || name === 'hr';
}

/** The mark that a mail program left on an element, null for none. */
export function quoteMarkOf(name: string, attributes: string): QuoteMark | null {
  if (name === 'includetail') return 'inside';
  if (attributes === '') return null;
  if (name === 'blockquote' && /\btype\s*=\s*["']?cite/i.test(attributes)) return 'inside';
  const classes = attributeOf(attributes, 'class');
  if (classes) for (const [pattern, mark] of CLASSES) if (pattern.test(classes)) return mark;
  const id = attributeOf(attributes, 'id');
  if (id) for (const [pattern, mark] of IDS) if (pattern.test(id)) return mark;
  return name === 'div' && OUTLOOK_RULE.test(attributes) ? 'after' : null;
}
