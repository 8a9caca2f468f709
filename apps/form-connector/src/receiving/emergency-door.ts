import type { InboxAnswer, InboxRequest } from '#connector-sdk';
import type { EmergencyConfig } from '../form.config.js';
import { AppDoor } from './app-door.js';
import { readBearer } from './bearer-keys.js';
import type { Door, DoorParts } from './door.js';
import { mediaTypeOf } from './json-answer.js';
import { WebFormDoor } from './web-form-door.js';

/** For ticketing: straight to the technical team, first answer in 30 min, pages the engineer on duty out of hours. */
const WISHES = { priority: 'urgent' } as const;

/** The emergency button: a page of its own, and the same by JSON for the back office behind which it stands, and for the bot. */
export class EmergencyDoor implements Door {
  private readonly page: WebFormDoor;
  private readonly programs: AppDoor;

  constructor(config: EmergencyConfig, parts: DoorParts) {
    const { keys, ...form } = config;
    this.page = new WebFormDoor(form, { wishes: WISHES, subjectMark: { zh: '【紧急】', en: '[EMERGENCY]' } }, parts);
    const subjectMark = config.language === 'zh' ? '【紧急】' : '[EMERGENCY]';
    this.programs = new AppDoor({ keys, jwt: config.jwt, country: config.country }, { wishes: WISHES, subjectMark }, parts);
  }

  answer(request: InboxRequest): Promise<InboxAnswer> {
    const byProgram = request.method === 'POST' && mediaTypeOf(request) === 'application/json' && readBearer(request) !== null;
    return byProgram ? this.programs.answer(request) : this.page.answer(request);
  }
}
