/** What an agency is in the tree. The words are those of the published `AgencySummary.kind`. */
export const AGENCY_KINDS = [
  'national',
  'ministry',
  'body',
  'province',
  'regency',
  'city',
  'authority',
  'unit',
  'subunit',
  'inspectorate',
] as const;
export type AgencyKind = (typeof AGENCY_KINDS)[number];

/** Kinds that answer for themselves; whatever else there is belongs to one of them, or is the country. */
const BODIES: ReadonlySet<AgencyKind> = new Set<AgencyKind>([
  'ministry',
  'body',
  'province',
  'regency',
  'city',
  'authority',
]);

export function isBody({ kind }: { readonly kind: AgencyKind }): boolean {
  return BODIES.has(kind);
}

/** An agency as its events and its state tell it. Public knowledge throughout: no text of citizens, no identity. */
export type AgencyDetails = {
  readonly name: string;
  readonly shortName: string;
  readonly kind: AgencyKind;
  /** Empty for the root. */
  readonly parentId: string;
  /** Ancestors from the root, itself last. */
  readonly path: readonly string[];
  /** Empty where an agency is bound to no area. */
  readonly areaCode: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly active: boolean;
  /** Runs on this platform: has officers of its own. */
  readonly onboarded: boolean;
  /** Answers of its liaisons are drafts that a supervisor releases. Absent: they are not. */
  readonly fourEyes?: boolean;
  /** Where that was asked for: below, nobody ends it. Absent in what earlier versions wrote. */
  readonly fourEyesBy?: string;
  /** Of a closed one: who took its work over. */
  readonly successorId?: string;
  /** Somebody has renamed, moved or closed it: what ships with the platform no longer says what it is. */
  readonly arranged?: boolean;
};

export type AgencyState = AgencyDetails & {
  /** What it was called before, oldest first. Absent: it always had its name, or had another before that was kept. */
  readonly formerNames?: readonly string[];
  /** Of its short names likewise. */
  readonly formerShortNames?: readonly string[];
};

/** More names than this nobody remembers an office by. */
const MOST_FORMER_NAMES = 8;

export type AgencyEvent =
  | { readonly type: 'AgencyRegistered'; readonly data: AgencyDetails }
  | { readonly type: 'AgencyChanged'; readonly data: AgencyDetails };

/** Both events carry the whole agency: whoever reads one knows all of it, but for the names it had. */
export function evolveAgency(state: AgencyState | undefined, { data }: AgencyEvent): AgencyState {
  // Earlier versions wrote the names into the events too.
  const details = detailsOf(data);
  const formerNames = namesBefore(state?.formerNames, state?.name, details.name);
  const formerShortNames = namesBefore(state?.formerShortNames, state?.shortName, details.shortName);
  return {
    ...details,
    ...(formerNames.length === 0 ? {} : { formerNames }),
    ...(formerShortNames.length === 0 ? {} : { formerShortNames }),
  };
}

/** With the last one, where it is another now: each once, never the one of today. */
function namesBefore(before: readonly string[] = [], last = '', now: string): readonly string[] {
  return [...before, last]
    .filter((each, at, all) => each !== '' && each !== now && all.lastIndexOf(each) === at)
    .slice(-MOST_FORMER_NAMES);
}

/** Registers an unknown agency, changes a known one, does nothing when nothing would change: seeds and imports run again. */
export function enterAgency(state: AgencyState | undefined, details: AgencyState): readonly AgencyEvent[] {
  const data = detailsOf(details);
  if (state === undefined) return [{ type: 'AgencyRegistered', data }];
  return sameAgency(state, data) ? [] : [{ type: 'AgencyChanged', data }];
}

/** What an event tells: the names of before follow from the events before it. */
function detailsOf({
  formerNames: _names,
  formerShortNames: _short,
  ...details
}: AgencyState): AgencyDetails {
  return details;
}

/** Whether a tier above whoever acts has asked for four eyes: whoever is judged by an answer does not end them. */
export function isAskedAbove({ fourEyesBy }: AgencyDetails, agencyPath: readonly string[]): boolean {
  return fourEyesBy !== undefined && agencyPath.slice(0, -1).includes(fourEyesBy);
}

/** Whether a tier asks for four eyes from higher up than was asked so far: then it is that tier which ends them. */
export function asksFromAbove(
  { path, fourEyesBy = path.at(-1) ?? '' }: AgencyDetails,
  by: string | undefined,
): boolean {
  const [known, asking] = [path.indexOf(fourEyesBy), path.indexOf(by ?? '')];
  // Who asked and lies elsewhere by now, since a move, binds nobody any more.
  return asking !== -1 && asking < (known === -1 ? path.length : known);
}

export function sameAgency(a: AgencyDetails, b: AgencyDetails): boolean {
  return (
    a.name === b.name &&
    a.shortName === b.shortName &&
    a.kind === b.kind &&
    a.parentId === b.parentId &&
    a.areaCode === b.areaCode &&
    a.timeZone === b.timeZone &&
    a.active === b.active &&
    a.onboarded === b.onboarded &&
    (a.fourEyes ?? false) === (b.fourEyes ?? false) &&
    a.fourEyesBy === b.fourEyesBy &&
    (a.arranged ?? false) === (b.arranged ?? false) &&
    a.successorId === b.successorId &&
    a.path.length === b.path.length &&
    a.path.every((id, at) => id === b.path[at])
  );
}
