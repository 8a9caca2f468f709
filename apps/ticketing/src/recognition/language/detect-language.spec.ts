import { describe, expect, it } from '@jest/globals';
import { detectLanguage } from './detect-language.js';

describe('the language of a customer’s words', () => {
  it.each([
    ['Where is my order?', 'en'],
    ['Login failed', 'en'],
    ['Hola, ¿dónde está mi pedido?', 'es'],
    ['Quiero un reembolso', 'es'],
    ["Bonjour, je n'arrive pas à me connecter", 'fr'],
    ['ça ne marche pas', 'fr'],
    ['Mein Paket ist nicht da', 'de'],
    ['Wie kann ich bezahlen?', 'de'],
    ['Onde está minha encomenda?', 'pt'],
    ['não consigo acessar minha conta', 'pt'],
    ["Dov'è il mio ordine?", 'it'],
    ['non riesco a pagare', 'it'],
    ['Где мой заказ?', 'ru'],
    ['注文が届きません', 'ja'],
    ['주문이 오지 않았어요', 'ko'],
    ['無法登入我的帳戶', 'zh'],
    ['PDF导出失败 error 500 in Chrome', 'zh'],
    ['أين طلبي؟', 'ar'],
    ['Đơn hàng của tôi ở đâu?', 'vi'],
    ['tôi không đăng nhập được', 'vi'],
    ['สินค้ายังไม่ถึง', 'th'],
  ])('%s is %s', (text, language) => {
    expect(detectLanguage(text)?.language).toBe(language);
  });

  it.each(['12345', '😀👍', 'asdf', '', 'https://example.com/where/is/my/order', 'ann@example.com', 'Де моє замовлення? Їх немає'])(
    'says nothing of %j',
    (text) => {
      expect(detectLanguage(text)).toBeNull();
    },
  );

  it('is one of the desk’s, as the desk names it', () => {
    expect(detectLanguage('não consigo acessar minha conta', ['zh', 'pt-BR'])?.language).toBe('pt-BR');
    expect(detectLanguage('Где мой заказ?', ['zh', 'en'])).toBeNull();
    expect(detectLanguage('Mein Paket ist leider noch nicht da', ['zh', 'en'])).toBeNull();
  });
});
