import { expect } from '@jest/globals';
import { taskOf } from '../../desk-feedback.js';
import type { List, Ticket } from '../../desk-views.js';
import { showFastLane } from '../../parts/d4-fast-lane.js';
import { row } from '../../row.js';

const DAY = 24 * 3_600_000;

export default row(
  'D4.12',
  async (desk, show) => {
    await desk.clock.moveTo('2027-01-11 10:00');
    const manager = await desk.agents.get('d4.12-mei');
    const { contact } = await desk.doors.mail({
      from: 'd4.12@customer.test',
      to: 'support@helper.example',
      subject: 'D4.12',
      text: 'Hello',
    });
    await desk.api('PATCH', `/contacts/${contact.id}`, { class: 'flagship', plan: 'flagship', accountManager: manager.id });
    const enterprise = await desk.doors.mail({ from: 'd4.12e@customer.test', to: 'support@helper.example', subject: 'D4.12', text: 'Hi' });
    await desk.api('PATCH', `/contacts/${enterprise.contact.id}`, { class: 'enterprise', plan: 'enterprise', accountManager: manager.id });
    // Each round looks once a day, by its own hour.
    await desk.clock.advance(DAY + DAY / 24);
    const checkInsOf = async (who: string, what: string) =>
      (await desk.api<List<Ticket>>('GET', `/tickets?contact=${who}`)).items.filter(({ subject }) => subject === what);
    const checkIns = () => checkInsOf(contact.id, '旗舰客户月度回访');
    const quarterly = () => checkInsOf(enterprise.contact.id, '企业客户季度回访');
    const [opened] = await desk.until(async () => {
      const found = await checkIns();
      return found.length > 0 && found;
    }, 'the check-in');
    expect(opened).toMatchObject({ status: 'open', assignee: manager.id });
    await desk.until(async () => (await quarterly()).length === 1, 'the check-in of the enterprise');
    const task = await taskOf(desk, opened!, 'check_in');
    expect(task.text).toContain('培训需求');
    // Three days from the moment in which it was opened by itself.
    const [first] = await desk.entries(opened!);
    expect(Math.abs(Date.parse(task.dueAt!) - Date.parse(first!.occurredAt) - 3 * DAY)).toBeLessThan(60_000);
    await desk.api('POST', `/tasks/${task.id}/done`, { outcome: 'Training wanted in May' });
    await desk.clock.advance(31 * DAY);
    await desk.until(async () => (await checkIns()).length === 2, 'the next check-in a month later');
    expect(await quarterly()).toHaveLength(1);
    await desk.clock.advance(60 * DAY);
    await desk.until(async () => (await quarterly()).length === 2, 'the next check-in of an enterprise after 90 days');
    const lane = await showFastLane(desk, 'D4.12', 'enterprise');
    show(
      `a flagship customer’s account manager got a check-in with its time, and the next one a month later, an enterprise after 90 days; ${lane}`,
    );
  },
  // It takes a quarter.
  { on: '2027-01-11' },
);
