/** What a holiday's announcement says of a channel, for everybody who reads one: in every language that customers' pages have. */
const CLOSED: Readonly<Record<string, string>> = {
  ...{ zh: '休息', en: 'closed', ja: '休業', ko: '휴무', es: 'cerrado', fr: 'fermé', de: 'geschlossen', ru: 'закрыто' },
  ...{ pt: 'fechado', it: 'chiuso', ar: 'مغلق', vi: 'nghỉ' },
};
const OTHER_HOURS: Readonly<Record<string, string>> = {
  ...{ zh: '服务时间调整', en: 'Other hours', ja: '受付時間の変更', ko: '운영 시간 변경', es: 'Horario especial', fr: 'Horaires modifiés' },
  ...{ de: 'Geänderte Zeiten', ru: 'Изменение часов работы', pt: 'Horário especial', it: 'Orari modificati' },
  ...{ ar: 'تغيير ساعات العمل', vi: 'Thay đổi giờ làm việc' },
};

export const sayClosed = (language: string): string => say(CLOSED, language);
export const sayOtherHours = (language: string): string => say(OTHER_HOURS, language);

function say(words: Readonly<Record<string, string>>, language: string): string {
  return words[language] ?? words[language.split('-')[0]!] ?? words['en']!;
}
