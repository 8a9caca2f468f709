import { createHash } from 'node:crypto';
import type { ErrorClass, TributaryError } from '#runtime';

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}code{color:#666}';
const WHO: Readonly<Record<ErrorClass, readonly [string, string]>> = {
  retriable: ['请稍后再试。', 'Try again later.'],
  permanent: ['请重新登录，或联系管理员。', 'Begin again, or ask your administrator.'],
  configuration: ['请联系管理员。', 'Ask your administrator.'],
};

/** It runs nothing and loads nothing. */
export const SIGN_IN_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What somebody sees whose sign-in at the provider failed. */
export function renderSignInProblem({ message, code, hint }: TributaryError, who: ErrorClass): string {
  const [zh, en] = WHO[who];
  const more = hint === undefined ? '' : `<p>${escape(hint)}</p>`;
  const body = `<h1>登录失败 · Login failed</h1><p>${escape(message)}</p>${more}<p>${zh} ${en}</p><p><a href="/api/v1/session/oidc">再试一次 · Begin again</a></p><p><code>${escape(code)}</code></p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>Login failed</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
