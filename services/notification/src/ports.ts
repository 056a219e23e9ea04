import type { Language } from '@lapor/kernel';

/** How to reach a reporter; asked of intake for each notice, never stored. */
export interface ReporterContact {
  readonly email: string;
  readonly phone: string;
  readonly language: Language;
  readonly codeOnly: boolean;
}

export interface ReporterContacts {
  resolve(trackingId: string): Promise<ReporterContact>;
}

export interface OfficerContact {
  readonly officerId: string;
  readonly email: string;
  readonly phone: string;
  readonly language: Language;
  /** Officers who are away or have left, and in whose place this one is told. */
  readonly standsFor: readonly string[];
}

export interface Officers {
  /** The admins of an agency, else of the nearest tier above inside its body; `alone`: its own or nobody's. */
  admins(agencyId: string, alone: boolean): Promise<readonly OfficerContact[]>;
  /** `confined`: the case is protected, so that nobody above the agency is told in its stead. */
  recipients(agencyId: string, confined: boolean): Promise<readonly OfficerContact[]>;
}

/** How to reach an officer about their own account. */
export interface OwnContact {
  readonly email: string;
  readonly phone: string;
  readonly language: Language;
  readonly agencyId: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Overseer extends OwnContact {
  readonly officerId: string;
}

export interface Accounts {
  /** Those whose scope has this place and this agency. */
  overseers(areaCode: string, agencyId: string): Promise<readonly Overseer[]>;
  /** Empty address and number once the officer has left. `profileId`: as they were reached under that version of who they are. */
  contact(officerId: string, profileId?: string): Promise<OwnContact>;
}

export interface Agency {
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Agencies {
  get(agencyId: string): Promise<Agency>;
}

export interface Places {
  /** IANA name of the zone of a dotted area code; undefined for a code that is none. */
  timeZone(areaCode: string): Promise<string | undefined>;
}

/** How a case stands now, as far as notices must know. */
export interface Standing {
  readonly status: string;
  readonly holderAgencyId: string;
  /** Secret or protected: the reporter's notices carry the code and the status, nothing more. */
  readonly hidden: boolean;
  readonly protected: boolean;
  /** The day of its next step is over, and nobody has written since. */
  readonly stepMissed: boolean;
}

export interface Cases {
  standing(caseId: string): Promise<Standing>;
  /** Word of the answer of that moment arrived. */
  confirmDelivery(caseId: string, answeredAt: Date, deliveredAt: Date): Promise<void>;
}

/** Calls to a danger that a reporter spoke of on the way. */
export interface Calls {
  /** Whether an agency has been called to this case since, because of another event than this. */
  wasCalled(call: {
    readonly caseId: string;
    readonly agencyId: string;
    readonly eventId: string;
    readonly since: Date;
  }): Promise<boolean>;
}

/** A case as it stands in somebody's inbox. */
export interface PressingCase {
  readonly caseId: string;
  readonly danger: boolean;
  /** What runs out next, and when. */
  readonly clock: string;
  readonly dueAt: Date | undefined;
  /** yyyy-mm-dd: the day that was named for its next step, once it is over without one. */
  readonly nextStepMissed?: string | undefined;
}

/** An officer whose working day begins now. */
/** A body in whose part of the tree something is past what was due. */
export interface OverdueBody {
  readonly name: string;
  readonly overdue: number;
  readonly urgent: number;
}

export interface MorningReader {
  readonly officerId: string;
  readonly agencyId: string;
  readonly language: Language;
  /** yyyy-mm-dd, where the officer is. */
  readonly day: string;
  /** Works on cases or decides on them, and is told each morning; others look over them. */
  readonly works: boolean;
  /** How much is overdue in each body this officer is above, worst first; undefined: not an officer who is told. */
  readonly overdue: (() => Promise<readonly OverdueBody[]>) | undefined;
  /** What waits for this officer now, most pressing first; asked in their name. */
  readonly cases: (most: number) => Promise<readonly PressingCase[]>;
}

export interface Mornings {
  readers(at: Date): AsyncIterable<MorningReader>;
}
