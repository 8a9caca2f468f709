import { expect } from '@jest/globals';
import { searchHelp } from '../../help-views.js';
import { row } from '../../row.js';

const ASKED: readonly (readonly [string, string])[] = [
  ['注册的时候短信一直不来', 'faq-register'],
  ['身份证号填了还是没通过认证', 'faq-real-name'],
  ['钱付了但是钻石没有', 'faq-payment-missing'],
  ['孩子偷偷充了钱能退吗', 'faq-refund'],
  ['我买的手办到哪了', 'faq-tracking'],
  ['收到的盒子压坏了', 'faq-damaged'],
  ['手柄坏了想送修', 'faq-repair'],
  ['游戏一直掉线很卡', 'faq-lag'],
];

export default row('D3.19', async (desk, show) => {
  for (const [question, key] of ASKED) expect((await searchHelp(desk, question)).slice(0, 3).map((found) => found.key)).toContain(key);
  show('the guide’s eight FAQs stand in the help and answer players who ask in their own words');
});
