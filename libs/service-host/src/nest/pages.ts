import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '#runtime';

/** `dist`, seen from the compiled file; from the source it is beside it. */
const BUILT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../../dist' : '../../../..', import.meta.url));

/** Scripts, styles, pictures and answers of our own origin and nothing inline; mails and documents show in frames of ours that have their own policy. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};
const ZIPPED = /\.(js|css|svg)\.gz$/;
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};
const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * Built pages by path: `http.pages` says `/console: console`. Files of `assets` have their content's hash in their name and are kept for a
 * year; every other path below is a place within the page, which finds its way by itself.
 */
export function servePages(application: NestExpressApplication, pages: Readonly<Record<string, string>>): void {
  for (const [path, folder] of Object.entries(pages)) {
    const built = join(BUILT, folder);
    if (!existsSync(join(built, 'index.html')))
      throw new ConfigurationError(`The pages of ${path} are not built: there is no ${built}`, {
        code: 'pages_not_built',
        hint: 'Build them (npm run build), or take them out of http.pages.',
      });
    const prefix = path.replace(/\/+$/, '');
    application.use(prefix || '/', (_request: Request, response: Response, next: NextFunction) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      next();
    });
    application.use(prefix || '/', (request: Request, _response: Response, next: NextFunction) => preferZipped(built, request, next));
    application.useStaticAssets(built, {
      prefix: `${prefix}/`,
      index: false,
      redirect: false,
      setHeaders: (response: Response, file: string) => {
        response.setHeader('Cache-Control', file.startsWith(join(built, 'assets')) ? A_YEAR : 'no-cache');
        response.setHeader('Vary', 'Accept-Encoding');
        const kind = ZIPPED.exec(file)?.[1];
        if (kind === undefined) return;
        response.setHeader('Content-Encoding', 'gzip');
        response.setHeader('Content-Type', TYPES[kind]!);
      },
    });
    if (prefix !== '')
      application.use(prefix, (request: Request, response: Response, next: NextFunction) => showPage(built, request, response, next));
  }
}

function showPage(built: string, request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') return next();
  // A file that is not there is no place within the page.
  if (/^\/assets\/|\.\w{1,5}$/.test(request.path)) return next();
  response.setHeader('Cache-Control', 'no-cache');
  response.sendFile('index.html', { root: built });
}

/** The build lays a zipped file beside each script and style. */
function preferZipped(built: string, request: Request, next: NextFunction): void {
  const path = request.path;
  if (
    /^\/assets\/[\w.-]+\.(js|css|svg)$/.test(path) &&
    /\bgzip\b/.test(String(request.headers['accept-encoding'])) &&
    existsSync(join(built, `${path}.gz`))
  )
    request.url = request.url.replace(path, `${path}.gz`);
  next();
}
