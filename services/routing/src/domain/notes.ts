import type { CaseState } from './case.ts';
import type { CaseEventFields } from './events.ts';
import { isAddressed } from './relations.ts';
import { readerOf } from './succession.ts';
import { audienceOf, type Audience, type Viewer } from './visibility.ts';

/** Who reads every note: those who have the case, every tier above, and who coordinates for them. */
const INSIDE: ReadonlySet<Audience> = new Set(['holder', 'above', 'coordinator', 'agency_system', 'system']);

type Note = CaseEventFields['CaseNoteAdded'] & {
  /** As the case was when it was written. */
  readonly case: Pick<CaseState, 'protected'>;
};

/** Whether the viewer may know of a note. Elsewhere only the agency that was written to, and only of what went to or came from it. */
export function readsNote(state: CaseState, note: Note, viewer: Viewer): boolean {
  const { byAgencyId, toAgencyId } = note;
  const audience = audienceOf(state, viewer);
  // It may speak of those whom the case was about: once protection is lifted they are holders like any other.
  if (note.case.protected && !state.protected)
    return (
      audience === 'system' ||
      ('agencyId' in viewer && viewer.agencyId === byAgencyId && INSIDE.has(audience))
    );
  if (INSIDE.has(audience)) return !state.protected || audience !== 'coordinator';
  if (viewer.kind !== 'officer' || audience !== 'outsider' || !isAddressed(state, viewer)) return false;
  const reads = (id: string) => id === viewer.agencyId || readerOf(state, id) === viewer.agencyId;
  return reads(byAgencyId) || (toAgencyId !== undefined && reads(toAgencyId));
}

/** A nudge is between who coordinates and those who have the case. */
export function readsNudges(state: CaseState, viewer: Viewer): boolean {
  return INSIDE.has(audienceOf(state, viewer));
}

/** Drafts of an answer, and why one was not released, are between those who have the case. */
export function readsDrafts(state: CaseState, viewer: Viewer): boolean {
  const audience = audienceOf(state, viewer);
  return INSIDE.has(audience) && audience !== 'coordinator';
}
