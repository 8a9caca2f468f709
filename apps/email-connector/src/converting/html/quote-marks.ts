import { attributeOf } from './html-tokens.js';

/**
 * `inside`: the element holds quoted history. `after`: all from here on is history. `around`: it holds quotes, and what stands beside them,
 * once one is over, are answers. `unmarked`: a block quote that no program marked. `introduction`: what a program wrote above a quote.
 */
export type QuoteMark = 'inside' | 'after' | 'around' | 'unmarked' | 'introduction';

const CLASSES: readonly [RegExp, QuoteMark][] = [
  [
    /(?:^|\s|x_)(?:gmail_quote(?:_container)?|yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite-prefix|zmail_extra|WM_quote|ntes-mailmaster-quote|(?:lark-mail-|history-)quote(?:-wrapper)?|adit-html-block--collapsed|front-blockquote|missive_quote|sh-quoted-content|spark_quote|airmail_on|mailbox_quote|freshdesk_quote|bluemail_quote|mail_quote|mail-?quote)(?:\s|$)/i,
    'inside',
  ],
  [/(?:^|\s)(?:moz-email-headers-table|OutlookMessageHeader)(?:\s|$)/i, 'after'],
];
const IDS: readonly [RegExp, QuoteMark][] = [
  [
    /^(?:x_)*(?:isReplyContent|ntes-flag-reply|oriMsgHtmlSeperator|mail-editor-reference-message-container|yahoo_quoted_\d+|lark-mail-quote|original-content|qm_quote)/i,
    'inside',
  ],
  [/^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|ms-outlook-mobile-body-separator-line|reply-intro|OLK_SRC_BODY_SECTION)$/i, 'after'],
];
/** Those of them whose answers between quotes stand inside of the mark. */
const AROUND = /(?:^|\s|x_)(?:gmail_quote(?:_container)?|protonmail_quote)(?:\s|$)/i;
const INTRODUCTION = /(?:^|\s|x_)gmail_attr(?:\s|$)/i;
/** GMX and WEB.DE name the element, Zimbra its data. */
const NAMED =
  /\bname\s*=\s*["']?quote["'\s/]|\bname\s*=\s*["']?quote$|\bname\s*=\s*["']?messageReplySection|\bdata-marker\s*=\s*["']?__(?:HEADERS|QUOTED_TEXT)__/i;
/** The line that Outlook draws above the header block of what it quotes. */
const OUTLOOK_RULE = /border:\s*none;\s*border-top:\s*solid\s+#(?:B5C4DF|E1E1E1)\s+1\.0pt/i;

/** Elements that may carry a mark. */
export function isQuoteMark(name: string): boolean {
  return name === 'div' || name === 'blockquote' || name === 'includetail' || name === 'span' || name === 'table' || name === 'hr';
}

/** The mark that a mail program left on an element, null for none. */
export function quoteMarkOf(name: string, attributes: string): QuoteMark | null {
  if (name === 'includetail') return 'inside';
  if (attributes !== '') {
    if (name === 'blockquote' && /\btype\s*=\s*["']?cite/i.test(attributes)) return 'inside';
    const classes = attributeOf(attributes, 'class');
    if (classes && name === 'div' && AROUND.test(classes)) return 'around';
    if (classes && INTRODUCTION.test(classes)) return 'introduction';
    if (classes) for (const [pattern, mark] of CLASSES) if (pattern.test(classes)) return mark;
    const id = attributeOf(attributes, 'id');
    if (id) for (const [pattern, mark] of IDS) if (pattern.test(id)) return mark;
    if (NAMED.test(attributes)) return 'inside';
    if (name === 'div' && OUTLOOK_RULE.test(attributes)) return 'after';
  }
  return name === 'blockquote' ? 'unmarked' : null;
}
