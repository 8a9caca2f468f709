import { describe, expect, it } from '@jest/globals';
import type { Scope } from './scopes.js';
import { isSeenBy, isUnticketedSeenBy, type SeenFacts, type Viewer, viewerOf } from './viewer.js';

const me = (given: Partial<Viewer> = {}): Viewer => ({
  agentId: 'me',
  ownGroups: ['mine'],
  sees: 'all',
  sealed: false,
  trusted: [],
  ...given,
});
const ticket = (given: Partial<SeenFacts> = {}): SeenFacts => ({
  confidential: false,
  assignee: null,
  group: 'others',
  guests: [],
  ...given,
});

describe('a ticket is seen', () => {
  it.each([
    ['of all groups', me(), ticket(), true],
    ['not of another group', me({ sees: 'groups' }), ticket(), false],
    ['of his group', me({ sees: 'groups' }), ticket({ group: 'mine' }), true],
    ['of no group', me({ sees: 'groups' }), ticket({ group: null }), true],
    ['not of his group where he sees his own', me({ sees: 'own' }), ticket({ group: 'mine' }), false],
    ['not of no group where he sees his own', me({ sees: 'own' }), ticket({ group: null }), false],
    ['that is his', me({ sees: 'own' }), ticket({ assignee: 'me', confidential: true }), true],
    ['that is nobody’s by no program', me({ agentId: null }), ticket({ confidential: true }), false],
    ['that was opened to him', me({ sees: 'own' }), ticket({ guests: ['me'], confidential: true }), true],
    ['that was opened to his group', me({ sees: 'groups' }), ticket({ guests: ['mine'] }), true],
    ['not that was opened to others', me({ sees: 'groups' }), ticket({ guests: ['you'] }), false],
    ['not that is confidential', me(), ticket({ confidential: true, group: 'mine' }), false],
    ['that is confidential of his sealed box', me({ trusted: ['mine'] }), ticket({ confidential: true, group: 'mine' }), true],
    ['not that of another’s sealed box', me({ trusted: ['mine'] }), ticket({ confidential: true }), false],
    ['not that is confidential and of no group', me({ trusted: ['mine'] }), ticket({ confidential: true, group: null }), false],
    ['that is confidential by the right', me({ sealed: true }), ticket({ confidential: true }), true],
    ['not of another group by the right to sealed ones', me({ sealed: true, sees: 'groups' }), ticket({ confidential: true }), false],
  ])('%s', (_, viewer, facts, seen) => {
    expect(isSeenBy(viewer, facts)).toBe(seen);
  });

  it('without a look where somebody sees all', () => {
    const sight = { ownGroups: [], sees: 'all' as const, trusted: [] };
    const scopes = (...given: string[]) => new Set(given) as ReadonlySet<string> as ReadonlySet<Scope>;
    expect(viewerOf({ agent: null, sight: null, scopes: scopes('admin') })).toBeNull();
    expect(viewerOf({ agent: null, sight, scopes: scopes('tickets:sealed') })).toBeNull();
    expect(viewerOf({ agent: null, sight: { ...sight, sees: 'groups' }, scopes: scopes('tickets:sealed') })).toMatchObject({
      sealed: true,
    });
    expect(viewerOf({ agent: null, sight: null, scopes: scopes('tickets:read') })).toEqual({
      agentId: null,
      ownGroups: [],
      sees: 'all',
      sealed: false,
      trusted: [],
    });
  });
});

describe('a message that is in no ticket yet', () => {
  it.each([
    ['is seen by all of whom no group’s ticket is hidden', me(), null, true],
    ['is seen as what belongs to no group', me({ sees: 'groups' }), null, true],
    ['is not seen by who sees but what is his', me({ sees: 'own', trusted: ['mine'], sealed: true }), null, false],
    ['of a sealed box is not seen', me(), 'mine', false],
    ['of a sealed box is seen by those of its group', me({ trusted: ['mine'] }), 'mine', true],
    ['of a sealed box is not seen by those of another one', me({ trusted: ['mine'] }), 'others', false],
    ['of a sealed box is seen by the right', me({ sealed: true }), 'others', true],
    ['of another group’s sealed box is not seen by the right alone', me({ sealed: true, sees: 'groups' }), 'others', false],
  ])('%s', (_, viewer, sealedGroup, seen) => {
    expect(isUnticketedSeenBy(viewer, sealedGroup)).toBe(seen);
  });
});
