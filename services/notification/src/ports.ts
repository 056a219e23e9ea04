import type { Language } from '@lapor/kernel';

/** How to reach a reporter; asked of intake for each use, never kept. */
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
}

export interface Officers {
  recipients(agencyId: string): Promise<readonly OfficerContact[]>;
}

export interface Agency {
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Agencies {
  get(agencyId: string): Promise<Agency>;
}
