import assert from 'node:assert/strict';
import type { ConformanceCase, ConformanceHarness, Reasons } from './harness.js';

/** What is claimed, and not shown for want of a member of the remote under test. */
export class Unshown {
  constructor(
    readonly claim: string,
    readonly needs: string,
  ) {}
}

/** Why a case had nothing to try: in words where the connector or its remote has no such thing. */
export type Untried = string | Unshown;

export interface RawCase {
  readonly id: string;
  readonly name: string;
  run(): Promise<Untried | void>;
}

/** Claims that are tried several in one case. */
const PARTS = ['out.', 'receipts.'];

/** Holds each case against what the harness declared of it. */
export function holdToPins(harness: ConformanceHarness, cases: readonly RawCase[]): ConformanceCase[] {
  const { notApplicable = {}, unshown = {} } = harness;
  const known = cases.map(({ id }) => id);
  for (const pattern of Object.values({ ...notApplicable }).flat())
    assert.ok(
      known.some((id) => covers(pattern, id)),
      `\`notApplicable\` names ${pattern}, which is no case`,
    );
  for (const pattern of Object.values({ ...unshown }).flat())
    assert.ok(
      PARTS.some((part) => pattern.startsWith(part)) || known.some((id) => covers(pattern, id)),
      `\`unshown\` names ${pattern}, which is no claim`,
    );
  return cases.map((each) => {
    const declared = reasonOf(notApplicable, each.id) ?? reasonOf(unshown, each.id);
    const name = declared === undefined ? each.name : `${each.name} (not applicable: ${declared})`;
    return { id: each.id, name, run: async () => judge(harness, each.id, await each.run()) };
  });
}

/** Where a case tries several claims: fails unless the harness lists the claim. */
export function demandListed({ unshown = {} }: ConformanceHarness, { claim, needs }: Unshown): string {
  const reason = reasonOf(unshown, claim);
  assert.ok(reason !== undefined, `it claims \`${claim}\`: its remote under test needs \`${needs}\`, or lists the claim as \`unshown\``);
  return reason;
}

/** Where a case tries several claims: those of `area` that are listed are claimed, and could not be shown. */
export function demandUnlisted({ unshown = {} }: ConformanceHarness, area: 'out' | 'receipts', unshownClaims: readonly string[]): void {
  for (const listed of Object.values(unshown).flat())
    if (listed.startsWith(`${area}.`))
      assert.ok(
        unshownClaims.some((claim) => covers(listed, claim)),
        `\`unshown\` lists ${listed}: it is shown, or not claimed`,
      );
}

export function isListed({ unshown = {} }: ConformanceHarness, claim: string): boolean {
  return reasonOf(unshown, claim) !== undefined;
}

function judge(harness: ConformanceHarness, id: string, untried: Untried | void): string | void {
  const { notApplicable = {}, unshown = {} } = harness;
  const [declared, listed] = [reasonOf(notApplicable, id), reasonOf(unshown, id)];
  if (untried instanceof Unshown) return demandListed(harness, untried);
  assert.equal(listed, undefined, `\`unshown\` lists ${id}: it is shown, or not claimed`);
  if (untried === undefined) assert.equal(declared, undefined, `\`notApplicable\` names ${id}: it was tried`);
  else assert.ok(declared !== undefined, `nothing was tried (${untried}): give the remote a way, or name ${id} in \`notApplicable\``);
  return declared;
}

function reasonOf(reasons: Reasons, id: string): string | undefined {
  return Object.entries(reasons).find(([, patterns]) => patterns.some((pattern) => covers(pattern, id)))?.[0];
}

function covers(pattern: string, id: string): boolean {
  return pattern.endsWith('.*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}
