import type { ConnectorContext } from '#connector-sdk';
import { RetriableError } from '#runtime';
import type { Conversation } from '../conversations/conversation.js';
import type { DoneBody, SaidBody, Speaker } from '../converting/bodies.js';
import { readForm } from '../converting/read-form.js';
import type { UploadStore } from '../uploading/upload-store.js';
import { withForm, type Profile, type Profiles } from '../visitors/profiles.js';
import type { Visitor } from '../visitors/reception.js';
import { visitorLineId } from '../webchat.ids.js';
import type { WebchatInboxConfig } from '../webchat.config.js';
import type { FrameOf } from '../wire/client-frames.js';
import { Refusal } from '../wire/refusal.js';
import type { LineKeeper } from './line-keeper.js';
import { findNeeded } from './needed-form.js';

/** What a page says of itself. */
export interface PageContext {
  readonly locale?: string;
  readonly page?: SaidBody['page'];
}

const TRY_AGAIN_MS = 1_000;

/** Takes what a visitor says or does. Resolves when it is durable; throws `Refusal`, with `retry` where the same may be taken later. */
export class MessageTaker {
  constructor(
    private readonly house: Pick<ConnectorContext, 'log'>,
    private readonly config: WebchatInboxConfig,
    private readonly keeper: LineKeeper,
    private readonly profiles: Profiles,
    private readonly uploads: UploadStore,
  ) {}

  say(visitor: Visitor, conversation: Conversation, frame: FrameOf<'say'>, from: PageContext, raw: Buffer): Promise<number> {
    return this.inOrder(conversation, async () => {
      const profile = (conversation.profile ??= await this.profiles.find(conversation.key));
      const said = this.read(frame);
      const known = said.form === undefined ? profile : withForm(profile, said.form.id, frame.form!.values);
      await this.checkForm(known, conversation);
      const files = await this.uploads.collect(frame.files ?? [], conversation.key);
      const body: SaidBody = {
        k: 'said',
        by: toSpeaker(visitor, known, from.locale),
        ...said,
        ...(files.length === 0 ? {} : { files }),
        ...(from.page === undefined ? {} : { page: from.page }),
        ...(this.config.closed ? { closed: true } : {}),
        ...(profile.after === undefined ? {} : { after: profile.after }),
      };
      const seq = await this.keeper.keep(conversation, { id: visitorLineId(frame.id), body }, raw);
      if (said.form !== undefined || profile.after !== undefined) {
        const { after: _named, ...kept } = known;
        conversation.profile = kept;
        await this.profiles.keep(conversation.key, kept);
      }
      return seq;
    });
  }

  did(visitor: Visitor, conversation: Conversation, id: string, done: Pick<DoneBody, 'name' | 'data'>, from: PageContext): Promise<number> {
    return this.inOrder(conversation, async () => {
      const profile = (conversation.profile ??= await this.profiles.find(conversation.key));
      const body: DoneBody = { k: 'done', by: toSpeaker(visitor, profile, from.locale), ...done };
      return this.keeper.keep(conversation, { id: visitorLineId(id), body });
    });
  }

  private async inOrder(conversation: Conversation, work: () => Promise<number>): Promise<number> {
    try {
      return await conversation.inOrder(work);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (!(error instanceof RetriableError)) this.house.log.error('a line of a chat was not taken', { error });
      throw new Refusal('try_again', 'It could not be taken now', { retryAfterMs: TRY_AGAIN_MS });
    }
  }

  private read({ text, files = [], form, kind, data }: FrameOf<'say'>): Pick<SaidBody, 'text' | 'form' | 'native'> {
    const { textMax } = this.config.limits;
    const values = form === undefined ? [] : readForm(this.formOf(form.id), form.values);
    // What a form calls `message` is what is said; the rest is about it.
    const message = values.find(({ name }) => name === 'message')?.value;
    const words = [typeof message === 'string' ? message : '', text?.trim() ?? ''].filter((each) => each !== '').join('\n\n');
    if (words.length > textMax)
      throw new Refusal('text_too_long', `A message has at most ${textMax} characters, this one has ${words.length}`);
    if (words === '' && files.length === 0 && form === undefined && kind === undefined)
      throw new Refusal('nothing_said', 'There is nothing in it');
    return {
      ...(words === '' ? {} : { text: words }),
      ...(form === undefined ? {} : { form: { id: form.id, values: values.filter(({ name }) => name !== 'message') } }),
      ...(kind === undefined ? {} : { native: { kind, ...(data === undefined ? {} : { data }) } }),
    };
  }

  private formOf(id: 'pre-chat' | 'offline') {
    const form = id === 'offline' ? this.config.offline : this.config.preChat;
    if (form === undefined) throw new Refusal('form_unknown', 'This inbox has no such form');
    return form;
  }

  /** Another tab, on another process, may have given it: looked up before anybody is sent back. */
  private async checkForm(profile: Profile, conversation: Conversation): Promise<void> {
    if (findNeeded(profile, this.config) === undefined) return;
    const stored = await this.profiles.find(conversation.key);
    const needed = findNeeded({ ...stored, user: stored.user ?? profile.user }, this.config);
    if (needed !== undefined) throw new Refusal('form_needed', `The form "${needed}" comes first`);
    conversation.profile = stored;
  }
}

function toSpeaker({ session }: Visitor, profile: Profile, locale: string | undefined): Speaker {
  const { user, name, email, phone } = profile;
  return {
    visitor: session.visitor,
    // A profile is of its conversation's user; a browser's has none.
    ...(session.user === undefined ? {} : { user: user ?? { id: session.user } }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(locale === undefined ? {} : { locale }),
  };
}
