import { type Answer, useAsked, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';

export type Macro = Answer<'GET /macros'>['items'][number];

/** What a macro does, act by act, in the reader's language. */
export function useMacroWords(): (macro: Macro) => readonly string[] {
  const { t } = useTranslation('answer');
  const words = useDeskWords();
  const pick = usePickText();
  const groups = useAsked('GET /groups', undefined).data?.items ?? [];
  const valueOf = (field: string, value: string | number | boolean | null | undefined): string => {
    if (value === null || value === undefined) return t('acts.nothing');
    const key = String(value);
    if (field === 'status' || field === 'priority') return t(`acts.values.${key as 'open'}`, { defaultValue: key });
    if (field === 'category') return words.category(key);
    if (field === 'group') return pick(groups.find((group) => group.key === key)?.name) ?? key;
    return words.choice(field, key);
  };
  return ({ acts }) =>
    acts.map(({ act, of = '', value }) => {
      if (act === 'sends') return t('acts.sends', { what: words.template(of) });
      if (act === 'begins') return t('acts.begins', { what: words.checklist(of) });
      if (act === 'changes')
        return t('acts.becomes', { what: t(`acts.fields.${of as 'status'}`, { defaultValue: of }), value: valueOf(of, value) });
      if (act === 'sets') return t('acts.becomes', { what: words.field(of), value: valueOf(of, value) });
      return t(`acts.${act}`, { what: of, count: Number(value ?? 0) });
    });
}
