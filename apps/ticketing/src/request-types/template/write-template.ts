import type { DeskField } from '../../desk/schema/fields.js';
import type { IntakeForm } from '../../desk/schema/forms.js';
import { pickText } from '../../desk/schema/texts.js';

/** The template of a form as a mail to be filled: a line a field, choices as boxes to tick. What is written so is read back (`readTemplate`). */
export function writeTemplate(form: IntakeForm, fields: Readonly<Record<string, DeskField>>, language: string, desk: string): string {
  const lines: string[] = [];
  let heading: string | null = null;
  for (const key of form.fields) {
    const { name, section, choices } = fields[key]!;
    const under = section === undefined ? null : pickText(section, language, desk);
    if (under !== null && under !== heading) lines.push(...(lines.length === 0 ? [] : ['']), `【${under}】`);
    heading = under;
    const boxes = choices.map((choice) => `□ ${pickText(choice.name, language, desk)}`).join('  ');
    lines.push(`${pickText(name, language, desk)}${language.startsWith('zh') ? '：' : ': '}${boxes}`);
  }
  return lines.join('\n');
}
