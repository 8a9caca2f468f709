import { describe, expect, it } from '@jest/globals';
import { calibrate, type HeldOut } from './calibration.js';
import { fromBytes, toBytes } from './stored-classifier.js';
import { train, trainBeside, type Example } from './train.js';

const THINGS = {
  refund: ['refund my money', 'i want my money back', 'please refund the order', '我要退款', '请把钱退给我', '退款什么时候到账'],
  login: ['cannot log in', 'my password is wrong', 'reset my password please', '登录不了', '忘记密码了', '密码重置邮件没收到'],
  delivery: ['where is my package', 'the parcel has not arrived', 'delivery is late', '快递到哪里了', '包裹还没到', '物流信息不更新'],
};
const WRAPPINGS = ['hello {}', '{} thanks', 'hi there, {} today', '{}', '你好，{}', '{}，谢谢'];
const EXAMPLES: Example[] = Object.entries(THINGS).flatMap(([label, texts]) =>
  texts.flatMap((text) => WRAPPINGS.map((wrapping) => ({ text: wrapping.replace('{}', text), label }))),
);
const classifier = train(EXAMPLES);

describe('a classifier', () => {
  it.each([
    ['Could you refund what I paid?', 'refund'],
    ['I FORGOT MY PASSWORD', 'login'],
    ['我的包裹怎么还没有到', 'delivery'],
    ['请问怎么退款', 'refund'],
  ])('knows what %s is about', (text, label) => {
    expect(classifier.classify(text)).toMatchObject({ label, candidates: [{ label }, {}, {}] });
  });

  it.each(['', '123 456', '!!!', 'zzz qqq xxx'])('is unsure of %j instead of guessing', (text) => {
    expect(classifier.classify(text).label).toBeNull();
  });

  it('gives confidences that sum to one, best first', () => {
    const { candidates, confidence } = classifier.classify('my password and my refund');
    expect(candidates.reduce((sum, one) => sum + one.confidence, 0)).toBeCloseTo(1);
    expect(confidence).toBe(Math.max(...candidates.map((one) => one.confidence)));
    expect(candidates[0]!.confidence).toBe(confidence);
  });

  it('reads width, case, numbers and addresses as the same', () => {
    const one = classifier.classify('ＲＥＦＵＮＤ order 12345 to ann@example.com, see https://example.com/a');
    const other = classifier.classify('refund order 9 to bob@test.org, see https://test.org/x?y=1');
    expect(one).toEqual(other);
  });

  it('learns the same beside other work, and each time', async () => {
    expect(await trainBeside(EXAMPLES)).toEqual(classifier);
  });

  it('says the same after it was stored', () => {
    const stored = fromBytes(toBytes(classifier));
    for (const { text } of EXAMPLES) {
      const [before, after] = [classifier.classify(text), stored.classify(text)];
      expect(after.candidates[0]!.label).toBe(before.candidates[0]!.label);
      expect(after.confidence).toBeCloseTo(before.confidence, 1);
    }
    expect(stored.calibration).toEqual(classifier.calibration);
    expect(() => fromBytes(Buffer.from('no model'))).toThrow(expect.objectContaining({ code: 'model_unreadable' }));
  });

  it('learns from what is never asked too, such as keywords', () => {
    const learned = train(EXAMPLES, 0.92, [{ text: 'chargeback', label: 'refund' }]);
    expect(learned.classify('chargeback').candidates[0]).toMatchObject({ label: 'refund' });
    expect(learned.calibration.report.examples).toBe(EXAMPLES.length);
  });

  it('of nothing is unsure of everything', () => {
    expect(train([]).classify('anything')).toEqual({ label: null, confidence: 0, candidates: [] });
  });
});

describe('calibration', () => {
  /** Two labels; the first is said with the given lead. */
  const heldOut = (lead: number, right: boolean): HeldOut => ({ scores: Float64Array.of(lead, 0), answer: right ? 0 : 1 });
  const many = (count: number, lead: number, right: boolean) => Array.from({ length: count }, () => heldOut(lead, right));

  it('sets the threshold where as many as wanted are right, and says for how many that holds', () => {
    const { threshold, report, temperature } = calibrate([...many(60, 4, true), ...many(20, 0.5, true), ...many(20, 0.5, false)], 0.95);
    expect(report).toMatchObject({ examples: 100, right: 0.8, rightWhereSure: 1, coverage: 0.6 });
    const confidence = 1 / (1 + Math.exp(-0.5 / temperature));
    expect(threshold).toBeGreaterThan(confidence);
  });

  it('is never sure where nothing is right often enough', () => {
    expect(calibrate([...many(30, 3, true), ...many(30, 3, false)], 0.9)).toMatchObject({ threshold: 1, report: { coverage: 0 } });
  });

  it('makes confident mistakes less confident', () => {
    const overconfident = calibrate([...many(60, 6, true), ...many(40, 6, false)], 0.5);
    expect(1 / (1 + Math.exp(-6 / overconfident.temperature))).toBeLessThan(0.95);
    expect(calibrate(many(60, 0.5, true), 0.5).temperature).toBeLessThan(1);
  });

  it('proves nothing from a few examples', () => {
    expect(calibrate(many(5, 1, true), 0.9)).toMatchObject({ temperature: 1, threshold: 0.6 });
  });
});
