import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export default row('D1.14', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const ke = await teams.come('ke@b2b.example');
    const pan = await teams.come('pan@b2b.example');
    const customer = 'd1.14@customer.test';
    const ticket = await desk.doors.mail({
      from: customer,
      to: 'service@b2b.example',
      subject: 'D1.14 报表怎么导出',
      text: '请问报表怎么导出？',
    });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { group: 'service' });
    await teams.givenTo(ticket, ke);
    const asked = await desk.api<{ id: string }>(
      'POST',
      `/tickets/${ticket.id}/consultations`,
      { group: 'product', question: '有图文教程吗？' },
      ke,
    );
    await teams.told(pan, 'consulted', ticket);
    await desk.api('POST', `/consultations/${asked.id}/answer`, { answer: '有，发视频链接。' }, pan);
    await teams.told(ke, 'consultation_answered', ticket);
    expect((await desk.ticket(ticket.id)).assignee).toBe(ke.id);
    const guide = '图文教程：\n1. 打开报表\n2. 点击导出\n视频：https://b2b.example/videos/export';
    const upload = await fetch(`${desk.product.apiUrl}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...ke.headers, 'content-type': 'application/octet-stream' },
      body: Buffer.from(PIXEL, 'base64'),
    });
    const { ref } = (await upload.json()) as { ref: string };
    const parts = [
      { partId: '1', type: 'text', text: guide, fallback: guide },
      {
        partId: '2',
        type: 'image',
        media: { state: 'stored', blobRef: ref, fileName: '导出按钮.png', declaredType: 'image/png' },
        fallback: '导出按钮.png',
      },
    ];
    await desk.api('POST', `/tickets/${ticket.id}/replies`, { parts }, ke);
    const { mail } = await desk.mailTo(customer, (each) => each.mail.text?.includes('2. 点击导出') === true);
    expect(mail.text).toContain('视频：https://b2b.example/videos/export');
    const [picture] = mail.attachments;
    expect([picture?.filename, picture?.mimeType]).toEqual(['导出按钮.png', 'image/png']);
    expect(Buffer.from(picture!.content as ArrayBuffer).toString('base64')).toBe(PIXEL);
    const words = (await desk.entries(ticket)).filter(({ direction }) => direction === 'outbound').map(({ newText }) => newText);
    expect(words.join('\n')).not.toContain('有图文教程吗');
    show(
      'asked the product group inside the ticket and kept it; the answer stood in the thread for agents only; the guide with its steps, its picture and its video went to the customer',
    );
  }),
);
