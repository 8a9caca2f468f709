import { say, type Language } from './form-template.js';
import type { FieldValue, FilledField } from './check-fields.js';

export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly value: FieldValue;
}

/** For the `form` part: each field with the label its reader saw, and the value that was chosen. */
export function toShownFields(filled: readonly FilledField[], language: Language): ShownField[] {
  return filled.map(({ field, value }) => ({ name: field.name, label: say(field.label, language), value }));
}

/** The form as one would write it down: headings, a line a short answer, a paragraph a long one. */
export function toFormText(filled: readonly FilledField[], language: Language): string {
  const lines: string[] = [];
  let heading: string | null = null;
  for (const { field, value } of filled) {
    const section = field.section === undefined ? null : say(field.section, language);
    if (section !== null && section !== heading) lines.push(...(lines.length > 0 ? [''] : []), `【${section}】`);
    heading = section;
    const label = say(field.label, language);
    const shown = showValue({ field, value }, language);
    const colon = language === 'zh' ? '：' : ': ';
    lines.push(shown.includes('\n') ? `${label}${colon.trimEnd()}\n${shown}` : `${label}${colon}${shown}`);
  }
  return lines.join('\n');
}

function showValue({ field, value }: FilledField, language: Language): string {
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  const labelOf = (chosen: string) => {
    const found = field.choices.find((each) => each.value === chosen);
    return found === undefined ? chosen : say(found.label, language);
  };
  return [value]
    .flat()
    .map((each) => labelOf(String(each)))
    .join(language === 'zh' ? '、' : ', ');
}
