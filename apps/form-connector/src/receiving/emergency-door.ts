import type { InboxAnswer, InboxRequest } from '#connector-sdk';
import type { Wishes } from '../converting/handling.js';
import type { EmergencyConfig } from '../form.config.js';
import { AppDoor } from './app-door.js';
import { readBearer } from './bearer-keys.js';
import type { Door, DoorParts } from './door.js';
import { mediaTypeOf } from './json-answer.js';
import { WebFormDoor } from './web-form-door.js';

/** The emergency button: a page of its own, and the same by JSON for the back office behind which it stands, and for the bot. */
export class EmergencyDoor implements Door {
  private readonly page: WebFormDoor;
  private readonly programs: AppDoor;

  constructor(config: EmergencyConfig, parts: DoorParts) {
    const { keys, category, tasks, ...form } = config;
    const wishes = toWishes({ category, tasks });
    this.page = new WebFormDoor(form, { wishes, subjectMark: { zh: '【紧急】', en: '[EMERGENCY]' } }, parts);
    const subjectMark = config.language === 'zh' ? '【紧急】' : '[EMERGENCY]';
    this.programs = new AppDoor({ keys, jwt: config.jwt, country: config.country }, { wishes, subjectMark }, parts);
  }

  answer(request: InboxRequest): Promise<InboxAnswer> {
    const byProgram = request.method === 'POST' && mediaTypeOf(request) === 'application/json' && readBearer(request) !== null;
    return byProgram ? this.programs.answer(request) : this.page.answer(request);
  }
}

/** For ticketing: at once, and to whom the desk's settings send it. */
function toWishes({ category, tasks }: Pick<EmergencyConfig, 'category' | 'tasks'>): Wishes {
  return {
    priority: 'urgent',
    ...(category === undefined ? {} : { category }),
    ...(tasks.length === 0 ? {} : { tasks: tasks.map((task, index) => ({ key: `emergency-${index + 1}`, ...task })) }),
  };
}
