import type { Clock, KeyedQueue } from '@lapor/kernel';
import type { AggregateStore, ContentStore, Keyring } from '@lapor/store';
import type { Platform } from '@lapor/runtime';
import type { PendingChange } from './stores/agency-change-store.ts';
import type { ChangeGuard, Decided } from './stores/change-guard.ts';
import type { OfficerCommands } from './stores/officer-commands.ts';
import type { FourEyesAsked, StaffChange } from './domain/officer/staff-change.ts';
import type { CategoryBook, CategoryStore } from './rules/category-book.ts';
import type { Credentials } from './sign-in/credentials.ts';
import type { DirectoryView } from './stores/directory-view.ts';
import type { AgencyEvent, AgencyState } from './domain/agency/agency.ts';
import type { AgencyChangeEvent, AgencyChangeState } from './domain/agency/agency-change.ts';
import type { AgencyKeyEvent, AgencyKeyState } from './domain/agency-key/agency-key.ts';
import type { CalendarEvent, CalendarState } from './domain/calendar/calendar.ts';
import type { PoliciesState, PolicyEvent } from './domain/policy/policy.ts';
import type { AnswerTemplateEvent, AnswerTemplateState } from './domain/templates/answer-template.ts';
import type { OfficerEvent, OfficerState } from './domain/officer/officer.ts';
import type { IdentityProvider } from './identity-provider/identity-provider.ts';
import type { KeySecrets } from './key-secrets.ts';
import type { FactorPolicy } from './domain/officer/second-factor.ts';
import type { KnownDevices } from './sign-in/known-devices.ts';
import type { OneTimeCodes } from './sign-in/one-time-codes.ts';
import type { OfficerEmails } from './stores/officer-emails.ts';
import type { Passwords } from './sign-in/passwords.ts';
import type { Reference } from './reference/open-reference.ts';
import type { RuleBook, RuleStore } from './rules/rule-book.ts';
import type { SavedFilters } from './stores/saved-filters.ts';
import type { Sessions } from './sign-in/sessions.ts';
import type { SignInThrottle } from './sign-in/sign-in-throttle.ts';
import type { TemplateWordsReader } from './stores/template-words.ts';
import type { TokenKeys } from './sign-in/token-keys.ts';
import type { UsernameClaims } from './stores/username-claims.ts';

/** What the use cases work with; put together in `service.ts`. */
export interface DirectoryParts {
  readonly clock: Clock;
  readonly log: Platform['log'];
  readonly agencies: AggregateStore<AgencyState, AgencyEvent>;
  readonly agencyChanges: AggregateStore<AgencyChangeState, AgencyChangeEvent>;
  readonly tree: ChangeGuard<PendingChange>;
  /** Of each agency: who goes from there, and who comes instead. */
  readonly staffChanges: ChangeGuard<(StaffChange | FourEyesAsked) & Decided>;
  /** Within this process they need not overtake each other. */
  readonly staffTurns: KeyedQueue;
  readonly officerCommands: OfficerCommands;
  readonly officers: AggregateStore<OfficerState, OfficerEvent>;
  readonly agencyKeys: AggregateStore<AgencyKeyState, AgencyKeyEvent>;
  readonly calendars: AggregateStore<CalendarState, CalendarEvent>;
  readonly policies: AggregateStore<PoliciesState, PolicyEvent>;
  readonly keySecrets: KeySecrets;
  /** Profiles of officers; the subject is the officer's id. */
  readonly contents: ContentStore;
  readonly claims: UsernameClaims;
  /** By whose address officers are found who sign in at the identity provider. */
  readonly emails: OfficerEmails;
  readonly credentials: Credentials;
  readonly oneTimeCodes: OneTimeCodes;
  readonly sessions: Sessions;
  readonly savedFilters: SavedFilters;
  readonly devices: KnownDevices;
  readonly throttle: SignInThrottle;
  readonly passwords: Passwords;
  readonly tokenKeys: TokenKeys;
  /** Where people reach the platform. */
  readonly publicUrl: string;
  /** The government's own, where there is one. */
  readonly identityProvider: IdentityProvider | undefined;
  /** Keyed hash, of what must not be read in the store. */
  readonly macOf: Keyring['mac'];
  readonly factors: { readonly policy: FactorPolicy; readonly issuer: string };
  readonly view: DirectoryView;
  readonly rules: RuleBook;
  readonly competenceRows: RuleStore;
  readonly answerTemplates: AggregateStore<AnswerTemplateState, AnswerTemplateEvent>;
  readonly templateWords: TemplateWordsReader;
  readonly categories: CategoryBook;
  readonly categoryStore: CategoryStore;
  readonly reference: Reference;
  /** Tells the other replicas, and the broker where there is one, that keys have changed. */
  readonly keysChanged: () => Promise<void>;
  /** Tells the other replicas that agencies or rules have changed. */
  readonly announce: () => Promise<void>;
}
