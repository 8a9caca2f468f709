import { expect } from '@jest/globals';
import { Refused } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D2.13', async (desk, show) => {
  const wang = await desk.agents.get('d2.13-wang');
  const from = 'd2.13@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', subject: '要补丁 d2.13', text: '请把补丁发给我' });
  const upload = await fetch(`${desk.product.apiUrl}/api/v1/uploads`, {
    method: 'POST',
    headers: { ...wang.headers, 'content-type': 'application/octet-stream' },
    body: 'a patch',
  });
  const { ref } = (await upload.json()) as { ref: string };
  const send = (fileName: string) => {
    const parts = [
      { partId: '1', type: 'text', text: '补丁见附件', fallback: '补丁见附件' },
      { partId: '2', type: 'file', media: { state: 'stored', blobRef: ref, fileName }, fallback: fileName },
    ];
    return desk.api<{ id: string }>('POST', `/tickets/${ticket.id}/replies`, { parts }, wang);
  };
  const refusal = await send('截图(2).txt').then(
    () => null,
    (error: unknown) => (error instanceof Refused ? error : null),
  );
  expect([refusal?.code, refusal?.problem['attachments']]).toEqual(['attachment_unnamed', [{ partId: '2', fileName: '截图(2).txt' }]]);
  await send('内存泄漏补丁.txt');
  const { mail } = await desk.mailTo(from, (each) => each.mail.attachments.length > 0);
  const day = desk.clock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).replaceAll('-', '');
  const name = `${ticket.number}_内存泄漏补丁_${day}.txt`;
  expect(mail.attachments[0]?.filename).toBe(name);
  const kept = (await desk.entries(ticket)).flatMap(({ attachments }) => attachments.map(({ fileName }) => fileName));
  expect(kept).toEqual([name]);
  show(`an agent who attaches “截图(2).txt” is asked what it is; what is sent is called ${name} and kept with the ticket`);
});
