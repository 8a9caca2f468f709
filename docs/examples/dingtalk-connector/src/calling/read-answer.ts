import { DingtalkError } from './dingtalk-error.js';

/** The JSON of a good answer; throws `DingtalkError` for any other. */
export async function readAnswer<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  const body = parse(text) as { code?: string; message?: string; errcode?: number; errmsg?: string };
  if (!answer.ok) throw new DingtalkError(answer.status, body.code ?? String(answer.status), body.message ?? `HTTP ${answer.status}`);
  if (body.errcode !== undefined && body.errcode !== 0)
    throw new DingtalkError(answer.status, String(body.errcode), body.errmsg ?? `errcode ${body.errcode}`);
  return body as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
