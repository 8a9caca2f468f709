import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const HOUR = 3_600_000;
const DESK = {
  languages: ['zh', 'en'],
  automatic: { perTicketPerDay: 50, perContactPerDay: 50 },
  knowledge: {
    sections: [{ key: 'faults', name: '故障', sections: [] }],
    articles: { 'clear-cache': { section: 'faults', texts: { zh: { title: '清除缓存', body: '1. 打开设置\n2. 清除缓存' } } } },
  },
  fields: { cause: { name: '原因', seenBy: 'agents' } },
  requestTypes: {
    inquiry: { name: '咨询' },
    complaint: { name: '投诉', categories: ['complaint'] },
    repair: {
      name: '维修',
      categories: ['repair'],
      stages: [
        { key: 'a', name: '处理', next: ['z'] },
        { key: 'z', name: '闭环', status: 'closed' },
      ],
    },
  },
  defaultRequestType: 'inquiry',
  closing: {
    ask: true,
    silence: '3 days',
    reopenWithin: '30 days',
    archive: [{ parts: ['process', 'solution'] }, { requestTypes: ['complaint'], fields: ['cause'] }],
    archiveWithin: [{ complexOnly: true, within: '24 h' }],
    followUps: {
      call: { within: '3 working days', requestTypes: ['complaint'], text: '回访 {{ticket.number}}' },
      unsolved: { within: '2 working days', unsolvedAtFirstContact: true, text: '首次未解决：{{ticket.number}}' },
    },
    draftNewProblems: true,
  },
};

interface View {
  state: string | null;
  answer: string | null;
  archive: { feedback: string | null; archivedAt: string | null; closedAt: string | null; draft: string | null };
  missing: { parts: string[]; fields: string[] };
  followUps: { rule: string; dueAt: string; doneAt: string | null; missedAt: string | null; outcome: string | null }[];
  code?: string;
}

describe('the end of a ticket', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
  }, 120_000);
  afterAll(() => api.close());

  let people = 0;
  const open = async (category?: string) => {
    const from = `person${(people += 1)}@example.com`;
    const message = mail(
      { from, subject: '打印机', text: '打印机坏了，请尽快处理。' },
      category === undefined ? {} : { handling: { category } },
    );
    await api.desk.take(message);
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId)}`,
    );
    return { id: body.items[0]!.ticketId, from, message };
  };
  type Ticket = Awaited<ReturnType<typeof open>>;
  const write = async ({ from, message }: Ticket, text: string) => {
    await api.desk.take(mail({ from, text, references: [message.remoteMessageId] }));
    await api.desk.settle();
  };
  const patch = async (id: string, body: object) => {
    const answer = await api.ask<View & { status: string }>('PATCH', `/api/v1/tickets/${id}`, { body });
    await api.desk.settle();
    return answer;
  };
  const archive = async (id: string, body: object) => {
    const answer = await api.ask<View>('PUT', `/api/v1/tickets/${id}/archive`, { body });
    await api.desk.settle();
    return answer.body;
  };
  const view = async (id: string) => (await api.ask<View>('GET', `/api/v1/tickets/${id}/closing`)).body;
  const status = async (id: string) => (await api.ask<{ status: string }>('GET', `/api/v1/tickets/${id}`)).body.status;
  const told = async (from: string) =>
    (await api.desk.requests())
      .filter(({ to, automatic }) => to[0]?.value === from && automatic?.reason.startsWith('closing') === true)
      .map(({ parts, automatic }: { parts: InboundMessage['parts']; automatic?: { reason: string } }) => [
        automatic!.reason,
        parts[0]!.fallback,
      ]);
  const notices = async (id: string) =>
    (await api.ask<{ items: { kind: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items.map(({ kind }) => kind).sort();
  const FULL = { process: '清除缓存后重试', solution: '清除缓存', article: 'clear-cache' };

  it('nobody closes a ticket whose archive is empty, nor before its customer was asked', async () => {
    const { id } = await open();
    expect((await patch(id, { status: 'closed' })).body).toMatchObject({
      code: 'archive_missing',
      missing: { parts: ['process', 'solution'], fields: [] },
    });
    await archive(id, FULL);
    expect([(await patch(id, { status: 'closed' })).body.code, await status(id)]).toEqual(['closing_unasked', 'new']);
    const said = await api.ask<View>('POST', `/api/v1/tickets/${id}/closing-answers`, { body: { answer: 'solved', text: '电话里确认' } });
    await api.desk.settle();
    expect(said.body).toMatchObject({ state: 'solved', answer: '电话里确认', archive: { feedback: '电话里确认' } });
    expect([await status(id), (await view(id)).archive.archivedAt]).toEqual(['closed', expect.any(String)]);
  });

  it('two questions on the customer’s channel; confirmed it closes once its archive is full', async () => {
    const ticket = await open();
    await patch(ticket.id, { status: 'solved' });
    const [question, ...others] = await told(ticket.from);
    expect([question![0], others]).toEqual(['closing_question', []]);
    expect(question![1]).toMatch(/是否已解决？还有其他/);
    await write(ticket, '1');
    expect([await status(ticket.id), (await view(ticket.id)).state, await notices(ticket.id)]).toEqual([
      'solved',
      'solved',
      ['archive_missing'],
    ]);
    expect((await told(ticket.from)).map(([reason]) => reason)).toEqual(['closing_question', 'closing_answer']);
    await archive(ticket.id, FULL);
    expect([await status(ticket.id), (await view(ticket.id)).archive.archivedAt]).toEqual(['closed', expect.any(String)]);
  });

  it('not solved it goes on, and is asked anew when it is solved again', async () => {
    const ticket = await open();
    await archive(ticket.id, FULL);
    await patch(ticket.id, { status: 'solved' });
    await write(ticket, '没有解决，还是报错');
    expect([await status(ticket.id), (await view(ticket.id)).state, await notices(ticket.id)]).toEqual([
      'open',
      'not_solved',
      ['closing_reopened'],
    ]);
    await patch(ticket.id, { status: 'solved' });
    await write(ticket, '请问发票什么时候寄出？');
    expect([await status(ticket.id), (await view(ticket.id)).state]).toEqual(['open', 'unclear']);
    await patch(ticket.id, { status: 'solved' });
    await write(ticket, '已解决，谢谢');
    expect(await status(ticket.id)).toBe('closed');
    expect((await told(ticket.from)).filter(([reason]) => reason === 'closing_question')).toHaveLength(3);
    await write(ticket, '又出现了');
    expect([await status(ticket.id), (await view(ticket.id)).archive.closedAt]).toEqual(['open', null]);
  });

  it('silence closes it by itself, and the customer is told', async () => {
    const [quiet, unfilled] = [await open(), await open()];
    await archive(quiet.id, FULL);
    for (const { id } of [quiet, unfilled]) await patch(id, { status: 'solved' });
    api.desk.clock.advance(72 * HOUR - 1);
    await api.desk.settle();
    expect(await status(quiet.id)).toBe('solved');
    api.desk.clock.advance(1);
    await api.desk.settle();
    expect([await status(quiet.id), (await view(quiet.id)).state]).toEqual(['closed', 'silent']);
    expect((await told(quiet.from)).at(-1)![1]).toContain('因未收到您的回复');
    expect([await status(unfilled.id), await notices(unfilled.id)]).toEqual(['solved', ['archive_missing']]);
    await archive(unfilled.id, FULL);
    expect(await status(unfilled.id)).toBe('closed');
  });

  it('complaints are rung within their days, and who does not is told; complex ones are archived in 24 h', async () => {
    const ticket = await open('complaint');
    await patch(ticket.id, { tags: ['complex'], fields: { cause: '物流' } });
    await patch(ticket.id, { status: 'solved' });
    await write(ticket, '1');
    api.desk.clock.advance(24 * HOUR);
    await api.desk.settle();
    expect((await notices(ticket.id)).filter((kind) => kind === 'archive_overdue')).toHaveLength(2);
    await archive(ticket.id, { process: '已核实并道歉', solution: '补发' });
    const { followUps, archive: kept } = await view(ticket.id);
    expect(followUps).toMatchObject([{ rule: 'call', doneAt: null }]);
    // Nobody knew of it: it is a draft of the library.
    const draft = await api.ask<{ state: string }>('GET', `/api/v1/knowledge/articles/${kept.draft}`);
    expect([draft.status, draft.body.state]).toEqual([200, 'draft']);
    const tasks = (
      await api.ask<{ items: { id: string; kind: string; text: string }[] }>('GET', `/api/v1/tasks?ticket=${ticket.id}&state=open`)
    ).body.items;
    expect(tasks.map(({ kind }) => kind)).toEqual(['follow_up']);
    api.desk.clock.set(new Date(followUps[0]!.dueAt));
    await api.desk.settle();
    expect((await notices(ticket.id)).filter((kind) => kind === 'follow_up_missed')).toHaveLength(2);
    const call = tasks.find(({ kind }) => kind === 'follow_up')!;
    await api.ask('POST', `/api/v1/tasks/${call.id}/done`, { body: { outcome: '客户满意' } });
    await api.desk.settle();
    expect((await view(ticket.id)).followUps).toMatchObject([{ outcome: '客户满意', doneAt: expect.any(String) }]);
  });

  it('an answer and an archive asked for twice with one key are entered once', async () => {
    const { id } = await open();
    for (const [method, what, body] of [
      ['POST', 'closing-answers', { answer: 'solved', text: '电话确认' }],
      ['PUT', 'archive', FULL],
    ] as const) {
      const send = () => api.ask<View>(method, `/api/v1/tickets/${id}/${what}`, { body, headers: { 'idempotency-key': `twice-${what}` } });
      const [first, second] = [await send(), await send()];
      expect([first.status < 300, second.status, second.body]).toEqual([true, first.status, first.body]);
    }
    await api.desk.settle();
    const entries = await api.ask<{ items: { parts: { code?: string }[] }[] }>('GET', `/api/v1/tickets/${id}/entries`);
    expect(entries.body.items.filter(({ parts }) => parts[0]!.code === 'closing.answered')).toHaveLength(1);
    expect(await status(id)).toBe('closed');
  });

  it('what comes long after closing is a ticket of its own', async () => {
    const ticket = await open();
    await archive(ticket.id, FULL);
    await api.ask('POST', `/api/v1/tickets/${ticket.id}/closing-answers`, { body: { answer: 'solved' } });
    await api.desk.settle();
    api.desk.clock.advance(29 * 24 * HOUR);
    await write(ticket, '又坏了');
    expect(await status(ticket.id)).toBe('open');
    await api.ask('POST', `/api/v1/tickets/${ticket.id}/closing-answers`, { body: { answer: 'solved' } });
    await api.desk.settle();
    api.desk.clock.advance(31 * 24 * HOUR);
    const late = mail({ from: ticket.from, text: '打印机又坏了', references: [ticket.message.remoteMessageId] });
    await api.desk.take(late);
    await api.desk.settle();
    const { body } = await api.ask<{ ticketId: string }>('GET', `/api/v1/entries/${late.id}`);
    expect(body.ticketId).not.toBe(ticket.id);
    expect([await status(ticket.id), await status(body.ticketId)]).toEqual(['closed', 'open']);
  });

  it('what the first answer did not solve is followed up', async () => {
    const ticket = await open();
    await api.ask('POST', `/api/v1/tickets/${ticket.id}/replies`, { body: { text: '请清除缓存' } });
    await api.desk.settle();
    expect((await view(ticket.id)).followUps).toEqual([]);
    await write(ticket, '还是不行');
    await write(ticket, '急');
    expect((await view(ticket.id)).followUps.map(({ rule }) => rule)).toEqual(['unsolved']);
  });

  it('a stage that closes the ticket waits for the archive, too', async () => {
    const ticket = await open('repair');
    const refused = await api.ask<View>('POST', `/api/v1/tickets/${ticket.id}/stages`, { body: { stage: 'z' } });
    expect([refused.status, refused.body.code]).toEqual([409, 'archive_missing']);
  });
});
