import type { WeiboConfig } from '../weibo.config.js';
import { WeiboError } from './weibo-error.js';

const PATIENCE_MS = 10_000;

/** The calls of Weibo's API that are needed. All throw `WeiboError` for a no, and what `fetch` throws for no answer. */
export class WeiboApi {
  constructor(private readonly config: Pick<WeiboConfig, 'apiUrl' | 'mediaUrl' | 'accessToken'>) {}

  /** How long the token is still good, in seconds. */
  async knock(): Promise<number> {
    const { expire_in = 0 } = await this.call<{ expire_in?: number }>('/oauth2/get_token_info', {});
    return expire_in;
  }

  /** Answers somebody who wrote to the account, or mentioned it. */
  async reply(receiverId: string, text: string): Promise<void> {
    await this.call('/2/messages/reply/biz.json', {
      type: 'text',
      // Twice encoded (unverified: README): the form encodes what is JSON in an encoded field already.
      data: encodeURIComponent(JSON.stringify({ text })),
      receiver_id: receiverId,
    });
  }

  findDownload(fid: string): string {
    return `${this.config.mediaUrl}/2/mss/msget?${String(new URLSearchParams({ fid, access_token: this.config.accessToken }))}`;
  }

  private async call<T>(path: string, fields: Record<string, string>): Promise<T> {
    const answer = await fetch(`${this.config.apiUrl}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ access_token: this.config.accessToken, ...fields }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = parse(await answer.text()) as { error_code?: number | string; error?: string };
    if (answer.ok && body.error_code === undefined) return body as T;
    throw new WeiboError(answer.status, String(body.error_code ?? answer.status), body.error ?? `HTTP ${answer.status}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
