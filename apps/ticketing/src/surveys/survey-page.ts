import { createHash } from 'node:crypto';
import type { SurveyView } from './survey.service.js';

const WORDS = {
  zh: {
    reason: '原因（可不填）',
    suggestion: '建议（可不填）',
    send: '提交',
    over: '此评价链接已失效。',
    again: '您已评价，谢谢！',
    steps: ['不满意', '一般', '满意'],
  },
  en: {
    reason: 'Why? (optional)',
    suggestion: 'Suggestions (optional)',
    send: 'Send',
    over: 'This link is no longer valid.',
    again: 'You have answered already. Thank you.',
    steps: ['unsatisfied', 'neutral', 'satisfied'],
  },
} as const;

/** Posts what was chosen as JSON: a link alone changes nothing. */
const SCRIPT = `const f=document.forms[0],m=document.getElementById('m');f&&f.addEventListener('submit',async e=>{e.preventDefault();
const d=new FormData(f),b={},p={};for(const[k,v]of d){if(v==='')continue;if(k.startsWith('part.'))p[k.slice(5)]=Number(v);else b[k]=k==='value'||k==='recommend'?Number(v):v}
if(Object.keys(p).length)b.parts=p;const r=await fetch(f.dataset.to,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(b)});
if(r.ok||r.status===409){f.hidden=true;m.textContent=f.dataset.thanks}else m.textContent=(await r.json()).detail})`;
const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}fieldset{border:0;padding:0;margin:1rem 0}label{margin-right:.8rem;white-space:nowrap}textarea{width:100%;box-sizing:border-box}button{font:inherit;padding:.5rem 1.5rem}';

/** It runs nothing but its own script, and talks to nobody but us. */
export const SURVEY_PAGE_POLICY = `default-src 'none'; script-src '${hashOf(SCRIPT)}'; style-src '${hashOf(STYLE)}'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`;

/** The page behind a survey's link, in the customer's language; null: there is no such survey, or it is over. */
export function renderSurvey(survey: SurveyView | null, token: string): string {
  const words = survey?.language.startsWith('zh') === true ? WORDS.zh : WORDS.en;
  if (survey === null) return page('en', `<p>${WORDS.zh.over}</p><p>${WORDS.en.over}</p>`);
  if (survey.state === 'answered') return page(survey.language, `<p>${escape(words.again)}</p>`);
  const asked =
    survey.parts.length === 0
      ? choices('value', survey.question, survey, words.steps)
      : survey.parts.map(({ key, name }) => choices(`part.${key}`, name, survey, words.steps)).join('');
  const recommend =
    survey.recommend === null ? '' : choices('recommend', survey.recommend, { kind: 'nps', least: 0, greatest: 10 }, words.steps, false);
  const reason = survey.reason === 'never' ? '' : area('reason', words.reason);
  const suggestion = survey.suggestion ? area('suggestion', words.suggestion) : '';
  const heading = survey.parts.length === 0 ? '' : `<h1>${escape(survey.question)}</h1>`;
  const form = `<form data-to="/api/v1/surveys/${escape(token)}/answers" data-thanks="${escape(survey.thanks)}">${asked}${recommend}${reason}${suggestion}<button>${words.send}</button></form>`;
  return page(survey.language, `${heading}${form}<p id="m" role="status"></p><script>${SCRIPT}</script>`);
}

function choices(
  name: string,
  question: string,
  { kind, least, greatest }: Pick<SurveyView, 'kind' | 'least' | 'greatest'>,
  steps: readonly string[],
  required = true,
): string {
  const values = Array.from({ length: greatest - least + 1 }, (_, index) => least + index);
  const label = (value: number) => escape(kind === 'three-step' ? steps[value - 1]! : String(value));
  const inputs = values.map(
    (value) => `<label><input type="radio" name="${escape(name)}" value="${value}"${required ? ' required' : ''}> ${label(value)}</label>`,
  );
  return `<fieldset><legend>${escape(question)}</legend>${inputs.join(' ')}</fieldset>`;
}

function area(name: string, label: string): string {
  return `<p><label for="${name}">${escape(label)}</label><textarea id="${name}" name="${name}" rows="3" maxlength="10000"></textarea></p>`;
}

function page(language: string, body: string): string {
  return `<!doctype html><html lang="${escape(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>·</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
