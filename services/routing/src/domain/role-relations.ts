import type { Role } from './vocabulary.ts';

/** What somebody is to a case. The words of the transition table's `who`. */
export type Relation =
  | 'system'
  | 'reporter'
  | 'holder' // an officer of the agency that has it, who works on cases
  | 'supervisor' // of the agency that has it: looks over what goes out
  | 'second_eyes' // a supervisor who has not drafted the answer that waits, or a system where a person has: may release it
  | 'second_person' // a supervisor where somebody else has drafted: may answer in other words
  | 'holder_admin' // one who may decide for that agency
  | 'above_admin' // an admin of a tier above it (for a protected case: the inspectorate over it)
  | 'national_admin'
  | 'legal_holder' // may say that what is kept of it must not be destroyed
  | 'revealer' // may look at who the reporter is, with a purpose and a reason that the reporter sees
  | 'coordinator' // of the agency that has it or of a tier above: reads, nudges, comments, decides nothing
  | 'objection_decider' // an admin of the tier that decides an objection to a reclassification, or of one above it
  | 'addressed' // works in an agency elsewhere that was written to about it
  | 'overseer'; // looks over the part of the tree and of the country that it is in: reads

/** Where an officer stands to a case; several may be true at once. */
export type Stand =
  | 'holds' // serves the agency that has it
  | 'above' // serves a tier above that agency
  | 'inspects' // serves an inspectorate over that agency
  | 'addressed' // serves an agency that was written to about it
  | 'arbitrates' // serves the tier that decides an objection to a reclassification, or one above it
  | 'oversees' // it is in the scope the officer was given
  | 'handed_to' // it is in that scope, and its reporter handed it over
  | 'anywhere';

/** Who says what of the words the public may read. */
export const RELEASERS: readonly Relation[] = ['holder_admin', 'above_admin', 'national_admin'];

/** Nobody above may look into a protected case: whoever works where it is held decides there. */
const DECIDES_ALONE = ['holder', 'holder_admin', 'supervisor', 'objection_decider'] as const;

type Relations = Readonly<Partial<Record<Stand, readonly Relation[]>>>;

/**
 * Who may do what: what each role is to an ordinary case and to a protected one, by where its officer stands. What a relation may
 * do is in the transition table, what it may see in the table of audiences. Whatever is not here is nothing.
 */
export const ROLE_RELATIONS: Readonly<
  Record<Role, { readonly ordinary: Relations; readonly protected: Relations }>
> = {
  liaison: {
    ordinary: { holds: ['holder'], addressed: ['addressed'] },
    protected: { holds: ['holder', 'holder_admin', 'objection_decider'] },
  },
  supervisor: {
    ordinary: { holds: ['holder', 'supervisor'], addressed: ['addressed'] },
    protected: { holds: DECIDES_ALONE },
  },
  agency_admin: {
    ordinary: {
      holds: ['holder', 'holder_admin', 'supervisor'],
      above: ['above_admin', 'revealer'],
      addressed: ['addressed'],
      arbitrates: ['objection_decider'],
    },
    protected: { holds: DECIDES_ALONE },
  },
  national_admin: {
    ordinary: {
      holds: ['holder', 'holder_admin', 'supervisor'],
      above: ['above_admin', 'revealer'],
      addressed: ['addressed'],
      arbitrates: ['objection_decider'],
      anywhere: ['national_admin', 'legal_holder'],
    },
    protected: { holds: [...DECIDES_ALONE, 'legal_holder'] },
  },
  inspectorate: {
    ordinary: {
      holds: ['holder', 'holder_admin', 'supervisor'],
      addressed: ['addressed'],
      arbitrates: ['objection_decider'],
      inspects: ['legal_holder'],
    },
    protected: {
      holds: DECIDES_ALONE,
      inspects: ['above_admin', 'objection_decider', 'revealer', 'legal_holder'],
    },
  },
  coordinator: { ordinary: { holds: ['coordinator'], above: ['coordinator'] }, protected: {} },
  // Of a protected case only with its reporter's consent.
  overseer: { ordinary: { oversees: ['overseer'] }, protected: { handed_to: ['overseer'] } },
  leader: { ordinary: {}, protected: {} },
  clerk: { ordinary: {}, protected: {} },
};
