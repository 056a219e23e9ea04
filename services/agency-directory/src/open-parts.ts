import { KeyedQueue } from '@lapor/kernel';
import type { Outbox, OutboxHint, Relay } from '@lapor/events';
import { isSimulated } from '@lapor/runtime';
import type { Platform } from '@lapor/runtime';
import { openAggregateStore, openContentStore } from '@lapor/store';
import { AGENCY_CHANGES } from './stores/agency-change-store.ts';
import { openChangeGuard } from './stores/change-guard.ts';
import { AGENCY_KEYS } from './stores/agency-key-store.ts';
import { AGENCIES } from './stores/agency-store.ts';
import { openCategoryBook } from './rules/category-book.ts';
import { openChangeNotices } from './stores/change-notice.ts';
import type { DirectoryConfig, DoorConfig } from './config.ts';
import { openOneTimeCodes } from './sign-in/one-time-codes.ts';
import { openOfficerCommands } from './stores/officer-commands.ts';
import { openCredentials } from './sign-in/credentials.ts';
import { createDirectoryView } from './stores/directory-view.ts';
import { openKeySecrets } from './key-secrets.ts';
import { openKnownDevices } from './sign-in/known-devices.ts';
import type { AgencyDoor } from './nats-door/agency-door.ts';
import { openOfficerEmails } from './stores/officer-emails.ts';
import { OFFICERS } from './stores/officer-store.ts';
import type { DirectoryParts } from './parts.ts';
import { createPasswords, OWASP_COST, SIMULATED_COST } from './sign-in/passwords.ts';
import { openReference } from './reference/open-reference.ts';
import { CALENDARS, CATEGORIES, POLICIES } from './rules/rule-stores.ts';
import { COMPETENCE_ROWS, openRuleBook } from './rules/rule-book.ts';
import { openSavedFilters } from './stores/saved-filters.ts';
import { openSessions, SESSION_MILLISECONDS, SIMULATED_SESSION_MILLISECONDS } from './sign-in/sessions.ts';
import { openSignInThrottle } from './sign-in/sign-in-throttle.ts';
import { ANSWER_TEMPLATES } from './stores/template-store.ts';
import { openTemplateWords } from './stores/template-words.ts';
import { openTokenKeys } from './sign-in/token-keys.ts';
import { resolveAgencyKey } from './use-cases/manage-agency-keys.ts';
import { keyTextOf } from './domain/agency-key/key-text.ts';
import { openUsernameClaims } from './stores/username-claims.ts';

/** All that the use cases work with, over a platform's store. */
export function openParts(
  platform: Platform,
  doorConfig: DoorConfig | undefined,
  {
    config,
    identityProvider,
  }: Pick<DirectoryParts, 'identityProvider'> & { readonly config: DirectoryConfig },
) {
  const { clock, log, keys, store: connection } = platform;
  const outboxes = createOutboxes();
  const agencies = openAggregateStore(AGENCIES, {
    connection,
    clock,
    onWritten: (hint) => outboxes.notify('agencies', hint),
  });
  const officers = openAggregateStore(OFFICERS, {
    connection,
    clock,
    onWritten: (hint) => outboxes.notify('officers', hint),
  });
  const calendars = openAggregateStore(CALENDARS, {
    connection,
    clock,
    onWritten: (hint) => outboxes.notify('calendars', hint),
  });
  const policies = openAggregateStore(POLICIES, {
    connection,
    clock,
    onWritten: (hint) => outboxes.notify('policies', hint),
  });
  const categoryStore = openAggregateStore(CATEGORIES, {
    connection,
    clock,
    onWritten: (hint) => outboxes.notify('categories', hint),
  });
  const competenceRows = openAggregateStore(COMPETENCE_ROWS, { connection, clock });
  outboxes.add('agencies', agencies.outbox);
  outboxes.add('officers', officers.outbox);
  outboxes.add('calendars', calendars.outbox);
  outboxes.add('policies', policies.outbox);
  outboxes.add('categories', categoryStore.outbox);
  const contents = openContentStore({ connection, keyring: keys, name: 'contents' });
  const credentials = openCredentials(connection);
  const reference = openReference();
  const notices = openChangeNotices(connection);
  const notice = notices('agencies-and-rules');
  let door: AgencyDoor | undefined;
  const parts: DirectoryParts = {
    clock,
    log,
    agencies,
    officers,
    calendars,
    policies,
    agencyChanges: openAggregateStore(AGENCY_CHANGES, { connection, clock }),
    tree: openChangeGuard(connection, 'agency_tree'),
    staffChanges: openChangeGuard(connection, 'staff_changes'),
    staffTurns: new KeyedQueue(),
    officerCommands: openOfficerCommands(connection, clock),
    agencyKeys: openAggregateStore(AGENCY_KEYS, { connection, clock }),
    keySecrets: openKeySecrets(keys),
    contents,
    claims: openUsernameClaims(connection, keys),
    emails: openOfficerEmails(connection, keys),
    credentials,
    oneTimeCodes: openOneTimeCodes(credentials, clock, config.LAPOR_ONE_TIME_CODE_DAYS),
    sessions: openSessions(
      connection,
      officers,
      clock,
      isSimulated(clock) ? SIMULATED_SESSION_MILLISECONDS : SESSION_MILLISECONDS,
    ),
    savedFilters: openSavedFilters(connection, keys),
    devices: openKnownDevices(connection, keys, clock),
    throttle: openSignInThrottle(connection, keys, clock),
    passwords: createPasswords(keys, isSimulated(clock) ? SIMULATED_COST : OWASP_COST),
    tokenKeys: openTokenKeys(keys, clock),
    publicUrl: config.LAPOR_PUBLIC_URL,
    identityProvider,
    macOf: (purpose, data) => keys.mac(purpose, data),
    factors: { policy: config.LAPOR_SECOND_FACTOR, issuer: config.LAPOR_NAME },
    view: createDirectoryView(),
    rules: openRuleBook(connection, competenceRows),
    competenceRows,
    categoryStore,
    answerTemplates: openAggregateStore(ANSWER_TEMPLATES, { connection, clock }),
    templateWords: openTemplateWords(contents),
    categories: openCategoryBook(reference.categories, categoryStore),
    reference,
    keysChanged: async () => door?.keysChanged(),
    announce: () => notice.announce(),
  };
  /** Once the store is ready. */
  const openDoor = async (): Promise<AgencyDoor | undefined> => {
    if (doorConfig === undefined) return undefined;
    const { openAgencyDoor } = await import('./nats-door/agency-door.ts');
    const admit = (keyId: string, secret: string) => resolveAgencyKey(parts, keyTextOf({ keyId, secret }));
    const options = { config: doorConfig, platform, keys: parts.agencyKeys, admit };
    door = openAgencyDoor({ ...options, notice: notices('agency-keys') });
    return door;
  };
  return { parts, outboxes, notice, openDoor };
}

/** Relays need the collections and their indexes, and those need all stores to be opened: so they come after. */
function createOutboxes() {
  const outboxes = new Map<string, Outbox>();
  const relays = new Map<string, Relay>();
  return {
    add: (name: string, outbox: Outbox) => outboxes.set(name, outbox),
    notify: (name: string, hint: OutboxHint) => relays.get(name)?.notify(hint),
    connect(platform: Platform) {
      for (const [name, outbox] of outboxes) relays.set(name, platform.relay(outbox));
    },
  };
}
