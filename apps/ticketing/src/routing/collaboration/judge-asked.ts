/** Of whom something was asked: a group or an agent. */
export interface AskedOf {
  readonly groupId: string | null;
  readonly agentId: string | null;
}

/** Who may answer: who was asked, or somebody of the group that was; null: somebody who may for all. Pure. */
export function mayAnswer({ groupId, agentId: asked }: AskedOf, agentId: string | null, groups: readonly string[]): boolean {
  return agentId === null || agentId === asked || (groupId !== null && groups.includes(groupId));
}

/** Who may take a question back: who asked it; null: somebody who may for all. Pure. */
export function mayWithdraw(askedBy: { readonly id?: string }, agentId: string | null): boolean {
  return agentId === null || agentId === askedBy.id;
}

/** Whoever is told of it: the group, or the agent. Pure. */
export function receiverOf({ groupId, agentId }: AskedOf): { readonly group: string } | { readonly agent: string } {
  return groupId === null ? { agent: agentId! } : { group: groupId };
}
