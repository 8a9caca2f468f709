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
