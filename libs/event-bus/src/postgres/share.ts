/** How many of `partitions` are the fair share of `member`: all get as many, the first of them (by id) one more while some are left. */
export function shareOf(members: readonly { readonly id: string }[], member: string, partitions: number): number {
  const ids = members.map(({ id }) => id).sort();
  const place = ids.indexOf(member);
  if (place === -1) return 0;
  return Math.floor(partitions / ids.length) + (place < partitions % ids.length ? 1 : 0);
}
