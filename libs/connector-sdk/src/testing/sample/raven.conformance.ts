import type { ConnectorFactory } from '../../connector.js';
import type { ConformanceHarness, RemoteMessage } from '../conformance/index.js';
import { RavenTower } from './raven-tower.js';
import { ravenFactory } from './raven.connector.js';

/** How the suite drives a connector that answers HTTP: the remote is told the address, and posts to it. */
export function createRavenHarness(
  factory: ConnectorFactory<never> | ConnectorFactory = ravenFactory as ConnectorFactory<never>,
): ConformanceHarness {
  return {
    factory,
    patienceMs: 5_000,
    notApplicable: {
      'a secret shows as wrong when a scroll comes': ['running.bad_credentials'],
      'the tower calls: it holds no link, and tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'],
      'it takes messages at least once': ['receiving.at_most_once'],
      'a scroll is words to one person': ['in.*', 'receiving.groups'],
      'it only receives': ['sending.*'],
    },
    openRemote: () => {
      const tower = new RavenTower();
      const scrollOf = ({ id, from, text }: RemoteMessage, kind = 'text') => ({ id, from, kind, text });
      return Promise.resolve({
        settings: { secret: tower.secret },
        answerWithinMs: tower.answerWithinMs,
        reach: (url) => tower.pointAt(url),
        offer: (message) => tower.release(scrollOf(message)),
        offerAgain: (message) => tower.release(scrollOf(message)),
        offerUnknownKind: (message) => tower.release(scrollOf(message, 'riddle')),
        offerForged: (message) => tower.fly(scrollOf(message), 'two eyes'),
        acknowledged: () => Promise.resolve(tower.taken),
        sentBytes: (id) => tower.bytes.get(id)!,
        close: () => Promise.resolve(),
      });
    },
  };
}
