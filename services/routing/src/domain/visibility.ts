import type { Actor } from './agency.ts';
import type { CaseState } from './case.ts';
import { concerns, isReported, relationsOf } from './relations.ts';

/** Who looks: somebody who acts, or anybody at all. */
export type Viewer = Actor | { readonly kind: 'public' };

/** The columns of the table "who sees what", finer by what a protected case must hide. */
export type Audience =
  | 'public'
  | 'outsider' // an officer elsewhere, a leader: sees what the public sees
  | 'reported' // the unit a protected case is about, and everybody below it
  | 'holder'
  | 'above' // admins above the holder; for a protected case the inspectorate over it
  | 'coordinator' // reads the cases of its body's subtree without identity
  | 'overseer' // reads what is in its scope without identity
  | 'agency_system' // of the holder or above it; of a protected case's inspectorate
  | 'stranger' // the system of any other agency: for it there is no such case
  | 'reporter'
  | 'system';

export interface Visibility {
  /** Whether there is such a case at all for somebody who knows its tracking id. */
  readonly exists: boolean;
  /** Whether it may turn up in lists, search, maps and feeds. */
  readonly listed: boolean;
  readonly status: boolean;
  /** Type, category, district, agency, and the chain of holders. */
  readonly classification: boolean;
  /** Words and photos. */
  readonly text: boolean;
  /** Words and photos that an admin released, redacted where needed. */
  readonly releasedText: boolean;
  readonly name: boolean;
  /** Nobody but the reporter: officers write through the platform. */
  readonly contact: boolean;
  /** May ask for the identity to be revealed, with a purpose, a reason and a mark the reporter sees. */
  readonly reveal: boolean;
}

/** Whether somebody may ask for a reveal is said by the relations. */
type Row = Exclude<keyof Visibility, 'reveal'>;
type Flag = 'anonymous' | 'secret' | 'protected' | 'merged';

const NOTHING: readonly Row[] = [];
const STATUS: readonly Row[] = ['exists', 'status'];
const PUBLIC: readonly Row[] = ['exists', 'listed', 'status', 'classification', 'releasedText'];
const READS: readonly Row[] = ['exists', 'listed', 'status', 'classification', 'text', 'releasedText'];
const ALL: readonly Row[] = [...READS, 'name', 'contact'];

/** Who sees what of an ordinary case. */
export const SEES: Readonly<Record<Audience, readonly Row[]>> = {
  public: PUBLIC,
  outsider: PUBLIC,
  reported: PUBLIC, // only a protected case has a reported unit; see below
  holder: [...READS, 'name'],
  above: [...READS, 'name'],
  coordinator: READS,
  // Also of what is secret or protected, once its reporter has handed it over.
  overseer: READS,
  // Never a name: identity goes into no other system.
  agency_system: READS,
  stranger: NOTHING,
  reporter: ALL,
  system: READS,
};

/** What a flag takes away: only these rows are left. Several flags leave what all of them leave. */
export const LEAVES: Readonly<Record<Flag, Partial<Record<Audience, readonly Row[]>>>> = {
  anonymous: { holder: READS, above: READS },
  // Worked on is the master: who else told of the matter is nobody's business there.
  merged: { holder: READS, above: READS },
  secret: { public: STATUS, outsider: STATUS, overseer: STATUS, holder: READS, above: READS },
  // Whoever has the tracking id may see how it stands; nobody else learns that there is a case.
  protected: {
    public: STATUS,
    outsider: NOTHING,
    reported: NOTHING,
    coordinator: NOTHING,
    overseer: NOTHING,
  },
};

export function audienceOf(state: CaseState, viewer: Viewer): Audience {
  if (viewer.kind === 'public') return 'public';
  if (viewer.kind === 'machine') return concerns(state, viewer) ? 'agency_system' : 'stranger';
  if (viewer.kind === 'officer' && isReported(state, viewer.agencyPath)) return 'reported';
  const relations = relationsOf(state, viewer);
  if (viewer.kind === 'system') return 'system';
  if (viewer.kind === 'reporter') return relations.has('reporter') ? 'reporter' : 'public';
  if (relations.has('holder')) return 'holder';
  if (relations.has('above_admin') || relations.has('national_admin')) return 'above';
  if (relations.has('coordinator')) return 'coordinator';
  if (relations.has('overseer')) return 'overseer';
  return 'outsider';
}

/** What this viewer may see of this case. */
export function visibilityFor(state: CaseState, viewer: Viewer): Visibility {
  const audience = audienceOf(state, viewer);
  const consented = audience === 'overseer' && state.handedOverAt !== undefined;
  const flags: readonly Flag[] = [
    ...(['anonymous', 'secret', 'protected'] as const).filter((flag) => state[flag] && !consented),
    ...(state.master === undefined ? [] : (['merged'] as const)),
  ];
  const sees = (row: Row): boolean =>
    SEES[audience].includes(row) && flags.every((flag) => LEAVES[flag][audience]?.includes(row) ?? true);
  return {
    exists: sees('exists'),
    listed: sees('listed'),
    status: sees('status'),
    classification: sees('classification'),
    text: sees('text'),
    releasedText: sees('releasedText'),
    name: sees('name'),
    contact: sees('contact'),
    reveal: viewer.kind !== 'public' && relationsOf(state, viewer).has('revealer'),
  };
}
