import { SelectField, chooseLanguage } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { languages } from '../words/languages.js';

export function LanguageChoice() {
  const { t, i18n } = useTranslation('kit');
  return (
    <SelectField label={t('language')} value={i18n.language} onChange={(event) => void chooseLanguage(event.target.value)}>
      {Object.entries(languages).map(([language, name]) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
