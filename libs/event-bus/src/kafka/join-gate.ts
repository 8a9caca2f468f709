import type { Broker, Cluster } from 'kafkajs';

/**
 * Runs `beforeJoin` before each time the member joins its group. kafkajs joins at once when it hears of a rebalance and offers no place to
 * finish the batches in hand first, but each join begins by looking for the group's coordinator.
 */
export function holdJoins(cluster: Cluster, beforeJoin: () => Promise<void>): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group: { groupId: string }): Promise<Broker> => {
    await beforeJoin();
    return find(group);
  };
}
