import type { Wishes } from '../converting/handling.js';
import { randomUUID } from 'node:crypto';
import { type ConnectorContext, type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Sender } from '#contracts';
import { RetriableError } from '#runtime';
import { checkFields, type FieldFault } from '../converting/check-fields.js';
import { printForm, toFormSubmission } from '../converting/form-submission.js';
import type { Language, Wording } from '../converting/form-template.js';
import type { WebFormConfig } from '../form.config.js';
import { findAsset } from '../showing/assets.js';
import { showFormPage, showReceiptPage, type PageOutline } from '../showing/form-page.js';
import { chooseLanguage, WORDS } from '../showing/words.js';
import { acceptSubmission, type Receipt } from './accept-submission.js';
import { readBearer } from './bearer-keys.js';
import type { Door, DoorParts } from './door.js';
import { toFormSender } from './form-sender.js';
import { FormTokens, provesWork, type FormToken } from './form-tokens.js';
import { allowOnly, answerJson, mediaTypeOf } from './json-answer.js';
import { readPostedForm, type PostedForm } from './posted-form.js';
import { RateLimit, toAddressGroup } from './rate-limit.js';
import { SignedInUsers } from './signed-in-user.js';
import { toPartType } from './uploads/take-upload.js';

/** What sets one kind of form apart: for ticketing, and in its subject. */
export interface FormPurpose {
  readonly wishes: Wishes;
  readonly subjectMark?: Wording;
}

type Values = ReadonlyMap<string, readonly string[]>;

const HOUR_MS = 3_600_000;

/** A form that people fill: its page, and what comes back from it. */
export class WebFormDoor implements Door {
  private readonly tokens: FormTokens;
  private readonly limit: RateLimit;
  private readonly users: SignedInUsers | null;
  private readonly outline: PageOutline;
  private readonly context: ConnectorContext;

  constructor(
    private readonly config: WebFormConfig,
    private readonly purpose: FormPurpose,
    { context, secret }: DoorParts,
  ) {
    this.context = context;
    this.tokens = new FormTokens(context.inbox.id, secret, context.clock);
    this.limit = new RateLimit(context.clock, config.perAddressPerHour, HOUR_MS);
    this.users = config.jwt === undefined ? null : new SignedInUsers(config.jwt, context.clock);
    const { uploads, proofOfWork } = config;
    this.outline = { ...config, maxFiles: uploads.maxFiles, maxFileBytes: uploads.maxBytes, proofBits: proofOfWork?.bits ?? null };
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (request.path !== '/') {
      const asset = findAsset(request.path);
      if (asset === null) throw new RefusedRequest(404, 'no_such_page', 'There is no such page: the form is one step up');
      allowOnly(request, 'GET', 'HEAD');
      return asset;
    }
    allowOnly(request, 'GET', 'HEAD', 'POST');
    if (request.method !== 'POST') return this.show(request);
    return wantsPage(request) ? this.takeFromPage(request) : this.takeFromProgram(request);
  }

  private show(request: InboxRequest): InboxAnswer {
    const token = this.tokens.issue();
    if ((request.headers['accept'] ?? '').includes('application/json')) {
      const { categories, fields, proofOfWork, uploads } = this.config;
      const { maxFiles, maxBytes, maxTotalBytes } = uploads;
      return answerJson(200, {
        ...{ token, categories, fields, proofOfWorkBits: proofOfWork?.bits ?? null },
        uploads: { maxFiles, maxBytes, maxTotalBytes },
      });
    }
    const state = { values: new Map(), faults: {}, language: this.languageOf(request), token };
    return showFormPage(this.outline, { ...state, userToken: request.query.get('user_token') ?? undefined }, baseOf(request));
  }

  private async takeFromProgram(request: InboxRequest): Promise<InboxAnswer> {
    const language = this.languageOf(request);
    const taken = await this.take(request, language, () => undefined);
    if (!('faults' in taken)) return answerJson(202, taken);
    const words = WORDS[language].fault;
    const fields = Object.entries(taken.faults).map(([name, fault]) => ({ name, fault, message: words[fault] }));
    return answerJson(422, { error: { code: 'fields_wrong', message: WORDS[language].faults }, fields });
  }

  /** Whatever is wrong, a person gets the page back with all that he wrote. */
  private async takeFromPage(request: InboxRequest): Promise<InboxAnswer> {
    let values: Values = new Map();
    const language = this.languageOf(request);
    const again = (status: number, change: { notice?: string; faults?: Record<string, FieldFault> }) => {
      const state = { values, faults: {}, language, token: this.tokens.issue(), userToken: values.get('user_token')?.[0], ...change };
      return showFormPage(this.outline, state, baseOf(request), status);
    };
    try {
      const taken = await this.take(request, language, (read) => (values = read));
      if ('faults' in taken) return again(422, { faults: taken.faults });
      return showReceiptPage(this.outline, language, taken.receipt, baseOf(request));
    } catch (error) {
      const words = WORDS[language];
      if (error instanceof RetriableError) {
        this.context.log.warn('form not stored', { code: error.code });
        const page = again(503, { notice: words.away });
        return { ...page, headers: { ...page.headers, 'retry-after': '5' } };
      }
      if (!(error instanceof RefusedRequest) || [405, 408].includes(error.status)) throw error;
      this.context.log.info('form refused', { code: error.code });
      return again(error.status, { notice: words.refused[error.code] ?? error.message });
    }
  }

  private async take(
    request: InboxRequest,
    language: Language,
    tell: (values: Values) => void,
  ): Promise<Receipt | { faults: Record<string, FieldFault> }> {
    this.limit.take(toAddressGroup(request.remoteAddress));
    const { config, context } = this;
    let admitted: Admission | null = null;
    const admit = async (values: Values) => {
      tell(values);
      admitted ??= await this.admit(request, values);
    };
    const posted = await readPostedForm(request, config.uploads, context.blobs, admit);
    await admit(posted.values);
    const { token, signedIn } = admitted!;
    const chosen = posted.values.get('category')?.[0] ?? '';
    const category = config.categories.find(({ value }) => value === chosen) ?? null;
    const checked = checkFields(config.fields, posted.values, config.country);
    const wrong: Record<string, FieldFault> = { ...checked.faults };
    if (category === null && config.categories.length > 0) wrong['category'] = chosen === '' ? 'required' : 'no_choice';
    if (Object.keys(wrong).length > 0) return { faults: wrong };
    const print = printForm(posted);
    this.tokens.refuseOtherUse(token, print);
    const sender = toFormSender(checked.filled, signedIn, token.nonce, config.country, language);
    const form = {
      inbox: context.inbox,
      nonce: token.nonce,
      language,
      category,
      checked,
      sender,
      at: context.clock.now(),
      ...this.purpose,
    };
    const submission = toFormSubmission(
      { ...form, files: posted.files, subjectField: config.subjectField, referenceField: config.referenceField },
      print,
      toPartType,
    );
    const receipt = await acceptSubmission(submission, rawOf(posted), context);
    this.tokens.use(token, print);
    return receipt;
  }

  /** A person who had the page for long enough to read it, or who is signed in. Throws `RefusedRequest` for anything else. */
  private async admit(request: InboxRequest, values: Values): Promise<Admission> {
    const valueOf = (name: string) => values.get(name)?.[0] ?? '';
    if (valueOf('website') !== '')
      throw new RefusedRequest(400, 'looks_automated', 'The field `website` has to stay empty: people do not see it');
    const userToken = readBearer(request) ?? valueOf('user_token');
    const signedIn = this.users === null || userToken === '' ? null : await this.users.read(userToken);
    if (signedIn !== null && valueOf('token') === '') return { token: { nonce: toOwnNonce(request, signedIn), servedAt: 0 }, signedIn };
    const token = this.tokens.read(valueOf('token'));
    const seconds = (this.context.clock.now().getTime() - token.servedAt) / 1000;
    const { minimumSeconds, proofOfWork } = this.config;
    const proven = proofOfWork === undefined || provesWork(valueOf('token'), valueOf('proof'), proofOfWork.bits);
    const least = proven ? minimumSeconds : Math.max(minimumSeconds, proofOfWork!.secondsWithout);
    if (signedIn === null && seconds < least)
      throw new RefusedRequest(
        429,
        'too_fast',
        `The form came back after ${seconds.toFixed(1)} s: wait ${Math.ceil(least - seconds)} s and send it again`,
      );
    return { token, signedIn };
  }

  private languageOf(request: InboxRequest): Language {
    return chooseLanguage(request.query.get('lang'), request.headers['accept-language'], this.config.language);
  }
}

interface Admission {
  readonly token: FormToken;
  readonly signedIn: Sender | null;
}

/** A signed-in program's own id; without one each request is a message of its own. */
function toOwnNonce(request: InboxRequest, signedIn: Sender): string {
  const own = request.headers['idempotency-key'];
  return own === undefined || own === '' ? randomUUID() : `u:${signedIn.identities[0]!.value}:${own}`;
}

function wantsPage(request: InboxRequest): boolean {
  return mediaTypeOf(request) !== 'application/json' && !(request.headers['accept'] ?? '').startsWith('application/json');
}

/** Where the form is, as the browser knows it. */
function baseOf({ url, path }: InboxRequest): string {
  const { pathname } = new URL(url);
  return (path !== '/' && pathname.endsWith(path) ? pathname.slice(0, -path.length) : pathname).replace(/\/$/, '');
}

function rawOf({ raw, contentType }: PostedForm): { bytes: Buffer; contentType: string } {
  return { bytes: raw, contentType };
}
