import { expect } from '@jest/globals';
import { seen } from '../../row.js';

const ASKS: Readonly<Record<string, RegExp>> = {
  zh: /帮您/,
  en: /help/,
  ja: /[ぁ-ん]/,
  ko: /[가-힣]/,
  es: /ayudar/,
  fr: /aider/,
  de: /helfen/,
  ru: /помочь/,
  pt: /ajudar/,
  it: /aiutar/,
  ar: /مساعدت/,
  vi: /giúp/,
};

export default seen('D4.1', async (desk, show) => {
  const help = await desk.screens.help('/', 'de');
  const title = help.getByRole('heading', { level: 1 });
  await title.waitFor();
  const said: string[] = [];
  for (const [language, words] of Object.entries(ASKS)) {
    await help.locator('header select').selectOption(language);
    await title.filter({ hasText: words }).waitFor();
    said.push(`${language} ${await title.innerText()}`);
    expect(await help.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  }
  show(`the help speaks twelve languages (${said.join('; ')}), Arabic from right to left`);
});
