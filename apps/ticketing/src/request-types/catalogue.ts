import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import type { IntakeForm } from '../desk/schema/forms.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { writeTemplate } from './template/write-template.js';

type Say = (texts: LocalisedText) => string;

/** What the desk offers, in the language that was asked for: types of requests for agents, forms for everybody. */
@Injectable()
export class Catalogue {
  constructor(private readonly profiles: DeskProfiles) {}

  requestTypes(language?: string) {
    const { desk } = this.profiles.current();
    const say = this.sayIn(language);
    return Object.entries(desk.requestTypes).map(([key, { name, description, categories, group, fields, stages, complex }]) => ({
      ...{ key, name: say(name), description: description === undefined ? null : say(description) },
      ...{ categories, group: group ?? null, fields, complex, isDefault: key === desk.defaultRequestType },
      stages: stages.map((stage) => ({
        ...{ key: stage.key, name: say(stage.name), status: stage.status ?? null, within: stage.deadline?.within ?? null },
        next: stage.next,
        outcomes: stage.outcomes.map((outcome) => ({ key: outcome.key, name: say(outcome.name), to: outcome.to })),
      })),
    }));
  }

  forms(language?: string) {
    const say = this.sayIn(language);
    return Object.entries(this.profiles.current().desk.forms).map(([key, { name }]) => ({ key, name: say(name) }));
  }

  /** Throws `PermanentError` (`form_unknown`). */
  form(key: string, language?: string) {
    const { desk } = this.profiles.current();
    const form = Object.hasOwn(desk.forms, key) ? desk.forms[key] : undefined;
    if (form === undefined) throw new PermanentError(`the desk has no form ${key}`, { code: 'form_unknown' });
    return describe(key, form, desk, this.sayIn(language), language ?? desk.languages[0]!);
  }

  private sayIn(language: string | undefined): Say {
    const { languages } = this.profiles.current().desk;
    return (texts) => pickText(texts, language, languages[0]);
  }
}

function describe(key: string, form: IntakeForm, desk: Desk, say: Say, language: string) {
  const { intro, selfService } = form;
  return {
    ...{ key, name: say(form.name), intro: intro === undefined ? null : say(intro), inboxes: form.inboxes },
    requestTypes: form.requestTypes.map((type) => {
      const { name, description } = desk.requestTypes[type]!;
      return { key: type, name: say(name), description: description === undefined ? null : say(description) };
    }),
    categories: form.categories,
    fields: form.fields.map((field) => {
      const { name, kind, choices, section, hint, required, maxLength } = desk.fields[field]!;
      return {
        ...{
          key: field,
          name: say(name),
          kind,
          section: section === undefined ? null : say(section),
          hint: hint === undefined ? null : say(hint),
        },
        choices: choices.map((choice) => ({ value: choice.value, name: say(choice.name) })),
        ...{ required: required === true, requiredWhen: typeof required === 'boolean' ? [] : required, maxLength: maxLength ?? null },
      };
    }),
    selfService: {
      ...{ articles: selfService.articles, checklist: selfService.checklist ?? null },
      intro: selfService.intro === undefined ? null : say(selfService.intro),
    },
    mailTemplate: form.mailTemplate ? writeTemplate(form, desk.fields, language, desk.languages[0]!) : null,
  };
}
