import { SelectField } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './desk.module.css';
import { SECTIONS } from './form-fields.js';
import { SectionForm } from './section-form.js';
import type { DeskDraft } from './use-desk-draft.js';

/** What people change most, as forms over the same document. */
export function DeskForms({ draft }: { readonly draft: DeskDraft }) {
  const { t } = useTranslation('desk');
  const [chosen, choose] = useState('channels');
  const section = SECTIONS.find(({ key }) => key === chosen) ?? SECTIONS[0]!;
  if (draft.parsed.desk === null) return <p>{t('noForms')}</p>;
  return (
    <div className={css['list']}>
      <SelectField label={t('section')} value={section.key} onChange={(event) => choose(event.target.value)}>
        {SECTIONS.map(({ key }) => (
          <option key={key} value={key}>
            {t(`sections.${key}`)}
          </option>
        ))}
      </SelectField>
      <SectionForm key={section.key} section={section} draft={draft} />
    </div>
  );
}
