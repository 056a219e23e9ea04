import { AppError } from '@lapor/kernel';
import type { Role } from './vocabulary.ts';

/** An agency as a case remembers it. */
export interface Agency {
  readonly id: string;
  /** Ancestors from the root, itself last. */
  readonly path: readonly string[];
  /** Key of its working calendar in `Calendars`. */
  readonly calendar: string;
  /** Answers of its liaisons are drafts that a supervisor releases: as it wanted when it got the case. */
  readonly fourEyes?: true;
}

/** An agency as the directory tells it now. */
export interface KnownAgency extends Agency {
  /** False: nobody there works on the platform, so nothing may be left in its inbox. Not told: taken as true. */
  readonly onboarded?: boolean;
  /** "city", "unit", "inspectorate" …, in the directory's words. */
  readonly kind?: string;
  /** Nobody works there any more, for good. */
  readonly closed?: true;
  /** Of a closed one: who took its work over. */
  readonly successorId?: string;
}

/** Agencies by id. */
export interface Agencies {
  get(id: string): KnownAgency | undefined;
}

/** Who runs a command. */
export type Actor =
  | { readonly kind: 'system' }
  | { readonly kind: 'reporter'; readonly trackingId: string }
  | {
      readonly kind: 'officer';
      readonly officerId: string;
      readonly role: Role;
      readonly agencyId: string;
      readonly agencyPath: readonly string[];
      /** Of an overseer; absent: everything. */
      readonly scope?: Scope;
    }
  | Machine;

/** The part of the tree and of the country that an overseer looks over. */
export interface Scope {
  readonly agencyId?: string;
  /** Dotted; with all areas below it. */
  readonly areaCode?: string;
}

/** A system of an agency, by its key: it works on what the agency and the units below it hold. */
export interface Machine {
  readonly kind: 'machine';
  readonly keyId: string;
  readonly agencyId: string;
  readonly agencyPath: readonly string[];
  /** The agency is the inspectorate of the body above it: it alone reads that body's protected cases. */
  readonly inspects: boolean;
}

/** Who ran it, as an event keeps it: never more of a reporter than that it was the reporter. */
export interface EventActor {
  readonly kind: Actor['kind'];
  readonly officerId?: string;
  readonly role?: Role;
  readonly agencyId?: string;
}

export function eventActor(actor: Actor): EventActor {
  if (actor.kind === 'machine') return { kind: 'machine', agencyId: actor.agencyId };
  if (actor.kind !== 'officer') return { kind: actor.kind };
  return { kind: 'officer', officerId: actor.officerId, role: actor.role, agencyId: actor.agencyId };
}

/** A path lies in one of these agencies' subtrees, each counted as part of its own. */
export function isWithin(path: readonly string[], agencyIds: readonly string[]): boolean {
  return agencyIds.some((id) => path.includes(id));
}

/** These, and whoever has taken their people over since, to the end of each chain of mergers. */
export function withHeirs(ids: readonly string[], agencies: Agencies): readonly string[] {
  const all = new Set(ids);
  // What is added while going through them is gone through too.
  for (const id of all) {
    const heirId = agencies.get(id)?.successorId;
    if (heirId !== undefined) all.add(heirId);
  }
  return [...all];
}

/** Where whom a case is about works now. Never the root: nobody is above it, and a case hidden from everybody would be lost. */
export function reportedNow(
  ids: readonly string[],
  { path: [root] }: Pick<Agency, 'path'>,
  agencies: Agencies,
): readonly string[] {
  return withHeirs(ids, agencies).filter((id) => id !== root);
}

export function commonPath(left: readonly string[], right: readonly string[]): readonly string[] {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}

/** What a case keeps of an agency. Throws `unavailable` (try again) when the directory has not told it yet. */
export function getAgency(agencies: Agencies, id: string): Agency {
  const found = agencies.get(id);
  if (found === undefined) throw new AppError('unavailable', `agency ${id} is not known here yet`);
  return asRemembered(found);
}

/** Only what a case keeps: nothing else the directory tells goes into its history. */
export function asRemembered({ id, path, calendar, fourEyes }: Agency): Agency {
  return { id, path, calendar, ...(fourEyes === true ? { fourEyes } : {}) };
}

/**
 * The lowest tier on a path that somebody works in, looking upwards from its end; the root if there is none.
 * Undefined for an empty path.
 */
export function lowestTier(path: readonly string[], agencies: Agencies): Agency | undefined {
  for (let i = path.length - 1; i > 0; i -= 1) {
    const id = path[i];
    if (id !== undefined && agencies.get(id)?.onboarded !== false) return getAgency(agencies, id);
  }
  const root = path[0];
  return root === undefined ? undefined : getAgency(agencies, root);
}

/** Nobody in person: what is due, or follows from what somebody did. */
export const PLATFORM = { kind: 'system' } as const satisfies Actor;
