import { Refusal } from './refusal.js';

/** The one file of a form with a field `media`. */
export function readUpload(contentType: string, body: Buffer): { bytes: Buffer; contentType: string; fileName: string } {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Refusal(41005, 'media data missing');
  const headEnd = body.indexOf('\r\n\r\n');
  const head = body.subarray(0, headEnd).toString();
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  if (!head.startsWith(`--${boundary}`) || !/name="media"/.test(head) || headEnd < 0 || end < headEnd)
    throw new Refusal(41005, 'media data missing');
  return {
    bytes: body.subarray(headEnd + 4, end),
    contentType: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
    fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? 'file',
  };
}
