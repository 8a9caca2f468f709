import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { tasksOf } from '../../case-views.js';
import { callIn } from '../../desk-clocks.js';
import type { RunningDesk } from '../../running-desk.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const MINUTE = 60_000;
/** The head of a sound file is all that it is known by. */
const VOICE = Buffer.concat([Buffer.from('RIFF\xf4\x07\0\0WAVEfmt ', 'latin1'), Buffer.alloc(2_000)]);

const callWith = async (desk: RunningDesk, caller: string, keys?: readonly string[]) => {
  const id = randomUUID();
  await callIn(desk, { id, caller, queued: 3, answered: 9, ended: 120, ...(keys === undefined ? {} : { keys }) });
  return desk.ticketOf(id);
};

/** A call that goes on, told state by state. */
class RunningCall {
  private readonly callId = randomUUID();

  constructor(
    private readonly desk: RunningDesk,
    private readonly caller: string,
  ) {}

  async tell(more: object): Promise<void> {
    const of = { callId: this.callId, direction: 'inbound', caller: this.caller, callee: '4008003456' };
    expect(await this.desk.doors.hook('hotline', { ...of, ...more })).toBeLessThan(300);
  }

  at(minutes = 0): string {
    return new Date(this.desk.clock.now().getTime() + minutes * MINUTE).toISOString();
  }

  ticket() {
    return this.desk.ticketOf(this.callId);
  }
}

const taskWhere = (desk: RunningDesk, ticket: { readonly id: string }, kind: string) =>
  desk.until(async () => (await tasksOf(desk, ticket)).find((task) => task.kind === kind), `a task ${kind}`);

export default row('D3.3', (desk, show) =>
  Teams.on(desk, async (teams) => {
    await desk.clock.moveTo('Tue 11:00');
    const risk = await teams.come('zhi@mofa.example');
    // The menu is gone through while it rings: risk control does not wait for the end of the call.
    const funds = new RunningCall(desk, '+8613800003311');
    await funds.tell({ startedAt: funds.at() });
    const stolen = await funds.ticket();
    expect((await desk.ticket(stolen.id)).priority).toBe('normal');
    await funds.tell({ startedAt: funds.at(), ivr: ['5'] });
    const joined = await teams.told(risk, 'joint_handling', stolen);
    expect(joined.text).toContain('风控');
    expect((await desk.ticket(stolen.id)).priority).toBe('urgent');
    await funds.tell({ answeredAt: funds.at() });
    const asked = await taskWhere(desk, stolen, 'joint');
    expect(Date.parse(asked.dueAt!)).toBeLessThanOrEqual(desk.clock.now().getTime() + 30 * MINUTE);

    await desk.clock.advance(31 * MINUTE);
    expect((await taskWhere(desk, stolen, 'transfer')).text).toContain('30');
    // One task of risk control, however often the call was told.
    expect((await tasksOf(desk, stolen)).filter(({ kind }) => kind === 'joint')).toHaveLength(1);
    await funds.tell({ endedAt: funds.at(), outcome: 'answered' });
    await desk.until(async () => (await tasksOf(desk, stolen)).every(({ kind }) => kind !== 'transfer'), 'nothing to hand over any more');

    const first = await callWith(desk, '+8613800003312');
    const orders = [
      { number: 'MG-330071', placedAt: '2026-02-20T10:00:00Z', status: '运输中', fields: { carrier: '顺丰', tracking: 'SF3300710001' } },
      { number: 'MG-330072', placedAt: '2026-02-24T10:00:00Z', status: '运输中', fields: { carrier: '顺丰', tracking: 'SF3300720002' } },
      { number: 'MG-330073', placedAt: '2026-02-26T10:00:00Z', status: '待发货' },
    ];
    await desk.api('PUT', `/contacts/${first.contact.id}/orders`, { orders });
    expect((await desk.ticket(first.id)).fields['tracking']).toBeUndefined();
    const parcel = await callWith(desk, '+8613800003312', ['7']);
    const attached = await desk.ticketWhere(parcel.id, ({ fields }) => fields['tracking'] !== undefined, 'its tracking');
    expect([attached.priority, attached.fields]).toEqual(['urgent', { order: 'MG-330072', tracking: 'SF3300720002' }]);
    const { orders: linked } = await desk.api<{ orders: { number: string }[] }>('GET', `/tickets/${parcel.id}/purchases`);
    expect(linked.map(({ number }) => number)).toEqual(['MG-330072']);
    const named = await callWith(desk, '+8613800003312', ['7', '330071']);
    await desk.ticketWhere(named.id, ({ fields }) => fields['tracking'] === 'SF3300710001', 'tracking of the order that was entered');

    desk.partner.files.set('/recordings/d3.3.wav', VOICE);
    const message = new RunningCall(desk, '+8613800003313');
    const recordings = [{ id: 'v-d33', url: `http://${desk.partner.host}/recordings/d3.3.wav`, kind: 'voicemail', durationMs: 30_000 }];
    await message.tell({ startedAt: message.at(-1), endedAt: message.at(), outcome: 'voicemail', voicemail: true, recordings });
    const spoken = await message.ticket();
    expect((await taskWhere(desk, spoken, 'callback')).text).toContain('+8613800003313');
    await desk.until(async () => (await desk.entries(spoken)).some(({ attachments }) => attachments.length > 0), 'the words he left');
    show(
      'key 5: risk control was asked in while it still rang; over 30 min: a task to hand it to a supervisor, gone with the call; key 7: urgent, with the tracking of the newest order on its way, or of the order whose number was entered; voicemail: kept, and to be called back',
    );
  }),
);
