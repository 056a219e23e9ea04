import { type Caller, CallerKind, Role } from './gen/lapor/common/v1/common_pb.ts';

/** Where a role may do something: at its agency and all below it, or in the whole country. */
export type Reach = 'subtree' | 'everywhere';

type Reaches = Readonly<Partial<Record<Role, Reach>>>;

/**
 * Which roles may do what besides working on cases; what they may do on a case is routing's table. A role that does not stand at an
 * act may not do it, however high it is.
 */
export const ACTS = {
  /** Invite, reset, replace officers; the keys of an agency's systems; units and competence; import a government that is there. */
  manage_agency: { [Role.NATIONAL_ADMIN]: 'everywhere', [Role.AGENCY_ADMIN]: 'subtree' },
  /**
   * Make an inspectorate and end one, its officers and the keys of its systems: its inspectors, and the tiers above the body it
   * inspects. Never the body itself: whoever is inspected does not choose who reads what is said of them.
   */
  manage_inspectorate: {
    [Role.NATIONAL_ADMIN]: 'everywhere',
    [Role.AGENCY_ADMIN]: 'subtree',
    [Role.INSPECTORATE]: 'subtree',
  },
  /** Enter new bodies; give roles that see beyond one government; categories, and limits of clocks. */
  manage_nation: { [Role.NATIONAL_ADMIN]: 'everywhere' },
  /** Working days: of the whole country, or of the area of a government in the officer's part of the tree. */
  keep_calendar: { [Role.NATIONAL_ADMIN]: 'everywhere', [Role.AGENCY_ADMIN]: 'subtree' },
  /** Dead letters, rebuilding figures, the clock of a simulation. */
  operate: { [Role.NATIONAL_ADMIN]: 'everywhere' },
  /** See what is kept for how long, and whom a breach concerns. */
  keep_data: { [Role.NATIONAL_ADMIN]: 'everywhere' },
  /** Type in what others have said or written. */
  enter_for_others: {
    [Role.NATIONAL_ADMIN]: 'everywhere',
    [Role.AGENCY_ADMIN]: 'subtree',
    [Role.LIAISON]: 'subtree',
    [Role.SUPERVISOR]: 'subtree',
    [Role.CLERK]: 'subtree',
  },
} as const satisfies Readonly<Record<string, Reaches>>;

export type Act = keyof typeof ACTS;

/** How far this officer's role carries for an act; undefined: not at all, as for whoever is no officer. */
export function reachOf({ kind, role }: Pick<Caller, 'kind' | 'role'>, act: Act): Reach | undefined {
  const reaches: Reaches = ACTS[act];
  return kind === CallerKind.OFFICER ? reaches[role] : undefined;
}
