/** What a person does in a chat with the robot. */
export interface Said {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly msgtype?: string;
  readonly group?: string;
  /** Somebody who is no colleague has no staff id. */
  readonly stranger?: boolean;
}

const CONTENTS: Readonly<Record<string, (text: string, code: string) => object>> = {
  text: (content) => ({ text: { content: ` ${content} ` } }),
  picture: (_text, downloadCode) => ({ content: { downloadCode, pictureDownloadCode: downloadCode } }),
  richText: (text, downloadCode) => ({
    content: { richText: [{ text }, { type: 'picture', downloadCode, pictureDownloadCode: downloadCode }] },
  }),
  audio: (recognition, downloadCode) => ({ content: { duration: 4_000, downloadCode, recognition } }),
  video: (_text, downloadCode) => ({ content: { duration: 9_000, downloadCode, videoType: 'mp4' } }),
  file: (_text, downloadCode) => ({ content: { spaceId: '23', fileId: '42', fileName: 'bill.pdf', downloadCode } }),
};

/** A robot's message as DingTalk writes it: with blanks that no JSON writer of ours would put. */
export function toRobotMessage(said: Said, about: { robotCode: string; webhook: string; until: number; now: number }): string {
  const { id, from, text, msgtype = 'text', group, stranger } = said;
  const content = CONTENTS[msgtype]?.(text, `code-of-${id}`) ?? { content: { anything: text } };
  const message = {
    conversationId: group ?? `cid-${from}`,
    atUsers: [{ dingtalkId: '$:LWCP_v1:$robot' }],
    chatbotUserId: '$:LWCP_v1:$robot',
    msgId: id,
    senderNick: from,
    isAdmin: false,
    ...(stranger ? {} : { senderStaffId: from, senderCorpId: 'dingcorp' }),
    senderId: `$:LWCP_v1:$${from}`,
    sessionWebhookExpiredTime: about.until,
    createAt: about.now,
    conversationType: group === undefined ? '1' : '2',
    ...(group === undefined ? {} : { conversationTitle: `title of ${group}`, isInAtList: true }),
    sessionWebhook: about.webhook,
    robotCode: about.robotCode,
    msgtype,
    ...content,
  };
  return JSON.stringify(message, null, 2);
}
