import type { RobotTemplate } from '../converting/to-template.js';
import type { DingtalkConfig } from '../dingtalk.config.js';
import type { AccessToken } from './access-token.js';
import { DingtalkError } from './dingtalk-error.js';
import { readAnswer } from './read-answer.js';

const PATIENCE_MS = 10_000;
const UPLOAD_MS = 60_000;
/** The older API says in a good answer that a token has ended (from memory). */
const TOKEN_ENDED = new Set(['40001', '40014', '42001']);

export interface Upload {
  readonly type: 'image' | 'file';
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface StreamTicket {
  readonly endpoint: string;
  readonly ticket: string;
}

/** The calls of DingTalk's API that a robot makes. All throw `DingtalkError` for a no, and what `fetch` throws for no answer. */
export class DingtalkApi {
  constructor(
    private readonly config: Pick<DingtalkConfig, 'apiUrl' | 'oapiUrl' | 'appKey' | 'appSecret' | 'robotCode'>,
    private readonly token: AccessToken,
  ) {}

  /** Are the credentials good? */
  async knock(): Promise<void> {
    await this.token.get();
  }

  /** Fetched beforehand, so that a send that waits for a token is surely not sent. */
  prepare(): Promise<string> {
    return this.token.get();
  }

  async sendToPerson(userId: string, template: RobotTemplate): Promise<string> {
    const {
      processQueryKey,
      invalidStaffIdList = [],
      flowControlledStaffIdList = [],
    } = await this.post<{
      processQueryKey: string;
      invalidStaffIdList?: string[];
      flowControlledStaffIdList?: string[];
    }>('/v1.0/robot/oToMessages/batchSend', { ...this.robot, userIds: [userId], ...template });
    if (invalidStaffIdList.length > 0) throw new DingtalkError(200, 'staffId.notExisted', `DingTalk knows no colleague ${userId}`);
    if (flowControlledStaffIdList.length > 0) throw new DingtalkError(200, 'flowControlled', `Too many messages to ${userId} at once`);
    return processQueryKey;
  }

  async sendToGroup(openConversationId: string, template: RobotTemplate): Promise<string> {
    const body = { ...this.robot, openConversationId, ...template };
    return (await this.post<{ processQueryKey: string }>('/v1.0/robot/groupMessages/send', body)).processQueryKey;
  }

  /** The media id of what is uploaded: for messages of this app, as often as it likes (documented). */
  async upload({ type, fileName, contentType, bytes }: Upload): Promise<string> {
    const form = new FormData();
    form.set('type', type);
    form.set('media', new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
    const { media_id } = await this.withToken<{ media_id: string }>((token) =>
      fetch(`${this.config.oapiUrl}/media/upload?access_token=${encodeURIComponent(token)}`, {
        method: 'POST',
        body: form,
        signal: AbortSignal.timeout(UPLOAD_MS),
      }),
    );
    return media_id;
  }

  /** Keys of what stays, each with the reason in DingTalk's words; at most 20 at once. */
  async recall(processQueryKeys: readonly string[], openConversationId?: string): Promise<Readonly<Record<string, string>>> {
    const [path, place] =
      openConversationId === undefined ? ['otoMessages/batchRecall', {}] : ['groupMessages/recall', { openConversationId }];
    const { failedResult = {} } = await this.post<{ failedResult?: Record<string, string> }>(`/v1.0/robot/${path}`, {
      ...this.robot,
      ...place,
      processQueryKeys,
    });
    return failedResult;
  }

  async hasRead(processQueryKey: string): Promise<boolean> {
    const query = new URLSearchParams({ ...this.robot, processQueryKey });
    const { messageReadInfoList = [] } = await this.call<{ messageReadInfoList?: { readStatus: string }[] }>(
      `/v1.0/robot/oToMessages/readStatus?${String(query)}`,
      { method: 'GET' },
    );
    return messageReadInfoList.some(({ readStatus }) => readStatus === 'READ');
  }

  async findDownload(downloadCode: string): Promise<string> {
    const body = { ...this.robot, downloadCode };
    return (await this.post<{ downloadUrl: string }>('/v1.0/robot/messageFiles/download', body)).downloadUrl;
  }

  /** Where to open the WebSocket, and what opens it, once. */
  async openStream(topics: readonly string[]): Promise<StreamTicket> {
    const { apiUrl, appKey, appSecret } = this.config;
    const answer = await fetch(`${apiUrl}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        clientId: appKey,
        clientSecret: appSecret,
        subscriptions: topics.map((topic) => ({ type: 'CALLBACK', topic })),
        ua: 'tributary-example/0.1',
      }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return readAnswer<StreamTicket>(answer);
  }

  private get robot() {
    return { robotCode: this.config.robotCode };
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>(path, { method: 'POST', body: JSON.stringify(body) });
  }

  private call<T>(path: string, init: RequestInit): Promise<T> {
    return this.withToken<T>((token) => {
      const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token };
      return fetch(`${this.config.apiUrl}${path}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    });
  }

  private async withToken<T>(ask: (token: string) => Promise<Response>): Promise<T> {
    try {
      return await readAnswer<T>(await ask(await this.token.get()));
    } catch (error) {
      if (!(error instanceof DingtalkError) || (error.status !== 401 && !TOKEN_ENDED.has(error.code))) throw error;
      // Refused at the door, so nothing was done: once more with a new token.
      this.token.forget();
      return readAnswer<T>(await ask(await this.token.get()));
    }
  }
}
