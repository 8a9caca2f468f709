import type { InboxAnswer } from '#connector-sdk';
import { say, type FormField, type Language, type Wording } from '../converting/form-template.js';
import { escapeHtml, showField, showSelect, type ShownState } from './field-html.js';
import { WORDS } from './words.js';

/** What a form's page is made of; the same for each that opens it. */
export interface PageOutline {
  readonly title?: Wording | undefined;
  readonly intro?: Wording | undefined;
  readonly displayName?: string | undefined;
  readonly categories: FormField['choices'];
  readonly fields: readonly FormField[];
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly frameAncestors: readonly string[];
  readonly proofBits: number | null;
}

export interface PageState extends ShownState {
  /** Of a form that is to be filled. */
  readonly token: string;
  /** The signed-in user's own token goes along with the form. */
  readonly userToken?: string | undefined;
  readonly notice?: string;
}

/** The page of a form. Nothing in it runs: the one script there may be is a file of its own, and the form works without. */
export function showFormPage(outline: PageOutline, state: PageState, base: string, status = 200): InboxAnswer {
  const { language, token, faults, notice } = state;
  const words = WORDS[language];
  const shown = hasFaults(faults) ? words.faults : notice;
  const body = [
    shown === undefined ? '' : `<p class="notice" role="alert">${escapeHtml(shown)}</p>`,
    outline.intro === undefined ? '' : `<p>${escapeHtml(say(outline.intro, language))}</p>`,
    `<form method="post" action="${escapeHtml(base)}" enctype="multipart/form-data" accept-charset="utf-8"${outline.proofBits === null ? '' : ` data-bits="${outline.proofBits}"`}>`,
    // First: who has none is refused before his files are taken.
    `<input type="hidden" name="token" value="${escapeHtml(token)}"><input type="hidden" name="lang" value="${language}">`,
    state.userToken === undefined ? '' : `<input type="hidden" name="user_token" value="${escapeHtml(state.userToken)}">`,
    outline.proofBits === null ? '' : '<input type="hidden" name="proof" value="">',
    `<div class="away" aria-hidden="true"><label>${words.leaveEmpty}<input name="website" tabindex="-1" autocomplete="off"></label></div>`,
    outline.categories.length === 0 ? '' : showCategories(outline, state),
    showSections(outline.fields, state),
    outline.maxFiles === 0 ? '' : showFiles(outline, language),
    `<button type="submit">${words.send}</button></form>`,
    outline.proofBits === null ? '' : `<script src="${escapeHtml(base)}/form.js" defer></script>`,
  ];
  return toAnswer(outline, language, titleOf(outline, language), body.join('\n'), base, status);
}

export function showReceiptPage(outline: PageOutline, language: Language, receipt: string, base: string): InboxAnswer {
  const words = WORDS[language];
  const body = [
    `<p class="receipt" role="status">${escapeHtml(words.receipt(receipt))}</p>`,
    `<p>${words.keepReceipt}</p>`,
    `<p><a href="${escapeHtml(base)}?lang=${language}">${words.another}</a></p>`,
  ];
  return toAnswer(outline, language, words.thanks, body.join('\n'), base, 200);
}

function titleOf({ title, displayName }: PageOutline, language: Language): string {
  return title === undefined ? (displayName ?? WORDS[language].title) : say(title, language);
}

function showCategories({ categories }: PageOutline, { values, faults, language }: PageState): string {
  const words = WORDS[language];
  const fault = faults['category'] === undefined ? '' : `<p class="fault" id="category-fault">${words.fault[faults['category']]}</p>`;
  const select = showSelect('category', categories, values.get('category')?.[0] ?? '', 'name="category" required', language);
  return `<div class="field"><label for="category">${words.category} <span class="needed">(${words.required})</span></label>${select}${fault}</div>`;
}

function showSections(fields: readonly FormField[], state: PageState): string {
  const html: string[] = [];
  let open: string | null = null;
  for (const field of fields) {
    const section = field.section === undefined ? null : say(field.section, state.language);
    if (section !== open) {
      if (open !== null) html.push('</fieldset>');
      if (section !== null) html.push(`<fieldset><legend>${escapeHtml(section)}</legend>`);
      open = section;
    }
    html.push(showField(field, fields, state));
  }
  return `${html.join('\n')}${open === null ? '' : '</fieldset>'}`;
}

function showFiles({ maxFiles, maxFileBytes }: PageOutline, language: Language): string {
  const words = WORDS[language];
  const limit = words.fileLimit(maxFiles, Math.floor(maxFileBytes / 1024 / 1024) || 1);
  return `<div class="field"><label for="files">${words.files}</label><input type="file" id="files" name="files" multiple aria-describedby="files-hint"><p class="hint" id="files-hint">${limit}</p></div>`;
}

function hasFaults(faults: object): boolean {
  return Object.keys(faults).length > 0;
}

function toAnswer(outline: PageOutline, language: Language, title: string, body: string, base: string, status: number): InboxAnswer {
  const html = `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="${escapeHtml(base)}/form.css"></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    ...(outline.proofBits === null ? [] : ["script-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${outline.frameAncestors.length === 0 ? "'none'" : outline.frameAncestors.join(' ')}`,
  ].join('; ');
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'referrer-policy': 'no-referrer' },
    body: html,
  };
}
