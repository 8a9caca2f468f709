import type { DingtalkConfig } from '../dingtalk.config.js';
import type { AccessToken } from './access-token.js';
import { DingtalkError } from './dingtalk-error.js';
import { readAnswer } from './read-answer.js';

const PATIENCE_MS = 10_000;

export interface StreamTicket {
  readonly endpoint: string;
  readonly ticket: string;
}

/** The calls of DingTalk's API that a robot makes. All throw `DingtalkError` for a no, and what `fetch` throws for no answer. */
export class DingtalkApi {
  constructor(
    private readonly config: Pick<DingtalkConfig, 'apiUrl' | 'appKey' | 'appSecret' | 'robotCode'>,
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

  async sendToPerson(userId: string, text: string): Promise<string> {
    const {
      processQueryKey,
      invalidStaffIdList = [],
      flowControlledStaffIdList = [],
    } = await this.post<{
      processQueryKey: string;
      invalidStaffIdList?: string[];
      flowControlledStaffIdList?: string[];
    }>('/v1.0/robot/oToMessages/batchSend', { ...this.robot, userIds: [userId], ...textOf(text) });
    if (invalidStaffIdList.length > 0) throw new DingtalkError(200, 'staffId.notExisted', `DingTalk knows no colleague ${userId}`);
    if (flowControlledStaffIdList.length > 0) throw new DingtalkError(200, 'flowControlled', `Too many messages to ${userId} at once`);
    return processQueryKey;
  }

  async sendToGroup(openConversationId: string, text: string): Promise<string> {
    const body = { ...this.robot, openConversationId, ...textOf(text) };
    return (await this.post<{ processQueryKey: string }>('/v1.0/robot/groupMessages/send', body)).processQueryKey;
  }

  /** Null when it is gone; else why it stays, in DingTalk's words. */
  async recall(processQueryKey: string, openConversationId?: string): Promise<string | null> {
    const [path, place] =
      openConversationId === undefined ? ['otoMessages/batchRecall', {}] : ['groupMessages/recall', { openConversationId }];
    const { failedResult = {} } = await this.post<{ failedResult?: Record<string, string> }>(`/v1.0/robot/${path}`, {
      ...this.robot,
      ...place,
      processQueryKeys: [processQueryKey],
    });
    return failedResult[processQueryKey] ?? null;
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

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    try {
      return await this.callOnce<T>(path, init);
    } catch (error) {
      if (!(error instanceof DingtalkError) || error.status !== 401) throw error;
      // Refused at the door, so nothing was done: once more with a new token.
      this.token.forget();
      return this.callOnce<T>(path, init);
    }
  }

  private async callOnce<T>(path: string, init: RequestInit): Promise<T> {
    const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': await this.token.get() };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return readAnswer<T>(await fetch(`${this.config.apiUrl}${path}`, { ...init, headers, signal }));
  }
}

function textOf(content: string) {
  return { msgKey: 'sampleText', msgParam: JSON.stringify({ content }) };
}
