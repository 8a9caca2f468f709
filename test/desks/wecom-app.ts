import type { RunningDesk } from './running-desk.js';

/** A member of the company writes to the desk's app in 企业微信; returns the id of the message. */
export async function sayInWecom(desk: RunningDesk, member: string, text: string): Promise<string> {
  const { wecom } = desk;
  wecom.app.members.add(member);
  const seconds = Math.floor(desk.clock.now().getTime() / 1_000);
  const id = String(7_000_000_000_000_000 + Math.floor(Math.random() * 1e15));
  const head = `<ToUserName>${wecom.corpId}</ToUserName><FromUserName>${member}</FromUserName><CreateTime>${seconds}</CreateTime>`;
  const xml = `<xml>${head}<MsgType>text</MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId><AgentID>${wecom.app.agentId}</AgentID></xml>`;
  const status = await wecom.call(`${desk.product.apiUrl}/in/wecom`, xml);
  if (status !== 200) throw new Error(`企业微信 was answered ${status}`);
  return id;
}
