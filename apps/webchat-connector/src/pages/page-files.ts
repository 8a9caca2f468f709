import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { InboxAnswer, InboxRequest } from '#connector-sdk';
import { RefusedRequest } from '#connector-sdk';
import type { WebchatInboxConfig } from '../webchat.config.js';

/** `dist/widget`, seen from the compiled file; from the source it is beside it. */
const BUILT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../../dist/widget' : '../../../../widget', import.meta.url));

const JS = 'text/javascript; charset=utf-8';
const TYPES: Readonly<Record<string, string>> = { 'widget.js': JS, 'panel.js': JS, 'panel.css': 'text/css; charset=utf-8' };
const WORDS = /^words\/[a-z]{2}\.js$/;

interface PageFile {
  readonly content: Buffer;
  /** A phone on a slow line waits for a third. */
  readonly zipped: Buffer;
  readonly etag: string;
}

/** What a site embeds: one small script, and the panel that it puts into a frame of ours. */
export class PageFiles {
  private readonly read = new Map<string, Promise<PageFile>>();

  constructor(private readonly config: Pick<WebchatInboxConfig, 'origins' | 'title' | 'look'>) {}

  has(path: string): boolean {
    return path === '/panel' || Object.hasOwn(TYPES, path.slice(1)) || WORDS.test(path.slice(1));
  }

  async answer(request: Pick<InboxRequest, 'path' | 'headers' | 'url'>): Promise<InboxAnswer> {
    if (request.path === '/panel') return this.answerPanel(request.url);
    const name = request.path.slice(1);
    const { content, zipped, etag } = await this.load(name);
    const headers = {
      'content-type': TYPES[name] ?? JS,
      'cache-control': 'public, max-age=300',
      etag,
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'accept-encoding',
    };
    if (request.headers['if-none-match'] === etag) return { status: 304, headers };
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return { status: 200, headers, body: content };
    return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: zipped };
  }

  /** Only the sites of the inbox may hold the panel in a frame; nothing in it is inline, nothing comes from elsewhere. */
  private answerPanel(url: string): InboxAnswer {
    const { origin, protocol, host } = new URL(url);
    const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${socket}`,
      "img-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${[...new Set([origin, ...this.config.origins])].join(' ')}`,
    ].join('; ');
    const title = this.config.title.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': policy,
        'referrer-policy': 'no-referrer',
      },
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="stylesheet" href="panel.css"><script defer src="panel.js"></script></head><body></body></html>\n`,
    };
  }

  private async load(name: string): Promise<PageFile> {
    const known = this.read.get(name) ?? this.readBuilt(name);
    this.read.set(name, known);
    return known.catch((error: unknown) => {
      this.read.delete(name);
      throw error;
    });
  }

  private async readBuilt(name: string): Promise<PageFile> {
    const built = await readFile(join(BUILT, name)).catch(() => {
      throw new RefusedRequest(404, 'not_built', `${name} is not built: run npm run build`);
    });
    const content = name === 'widget.js' ? Buffer.concat([Buffer.from(this.lookOfLoader()), built]) : built;
    return {
      content,
      zipped: await promisify(gzip)(content, { level: 9 }),
      etag: `"${hash('sha256', content, 'base64url').slice(0, 22)}"`,
    };
  }

  /** The button is painted before anything else is asked for; two inboxes on one page have a look each. */
  private lookOfLoader(): string {
    return `document.currentScript.tributaryLook=${JSON.stringify(this.config.look)};\n`;
  }
}
