/** The first wish that we have: exactly, else in the same language (zh-HK gets zh-TW before zh-CN where there is one). */
export function pickLanguage(known: readonly string[], wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    if (!wish) continue;
    const exact = known.find((language) => language.toLowerCase() === wish.toLowerCase());
    if (exact) return exact;
    const traditional = /^zh-(hant|hk|mo|tw)\b/i.test(wish) ? known.find((language) => language === 'zh-TW') : undefined;
    const similar = traditional ?? known.find((language) => language.split('-')[0] === wish.split('-')[0]?.toLowerCase());
    if (similar) return similar;
  }
  return 'en';
}
