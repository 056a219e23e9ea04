import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { EventsService } from '@lapor/contracts/events/v1/events';
import type { Outbox, OutboxHint, Relay } from '@lapor/events';
import { eventsService, isSimulated } from '@lapor/runtime';
import type { Platform, RunningService, StartService } from '@lapor/runtime';
import { openAggregateStore, openContentStore } from '@lapor/store';
import { AGENCY_CHANGES, openTreeGuard } from './stores/agency-change-store.ts';
import { AGENCY_KEYS } from './stores/agency-key-store.ts';
import { AGENCIES } from './stores/agency-store.ts';
import { openCategoryBook } from './rules/category-book.ts';
import { openChangeNotices } from './stores/change-notice.ts';
import { directoryConfig, doorConfig } from './config.ts';
import type { DirectoryConfig, DoorConfig } from './config.ts';
import { openOneTimeCodes } from './sign-in/one-time-codes.ts';
import { openCredentials } from './sign-in/credentials.ts';
import { createDirectoryView } from './stores/directory-view.ts';
import { directoryService } from './grpc/directory-service.ts';
import { openKeySecrets } from './key-secrets.ts';
import { openKnownDevices } from './sign-in/known-devices.ts';
import { countGuesses } from './sign-in/count-guesses.ts';
import type { AgencyDoor } from './nats-door/agency-door.ts';
import type { IdentityProvider } from './identity-provider/identity-provider.ts';
import { providerSettings } from './identity-provider/provider-settings.ts';
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
import { enterFirstAdmin } from './use-cases/enter-first-admin.ts';
import { recoverAdmin } from './use-cases/recover-admin.ts';
import { finishTreeChange } from './use-cases/change-tree.ts';
import { tellOfGuesses } from './use-cases/guesses.ts';
import { resolveAgencyKey } from './use-cases/manage-agency-keys.ts';
import { keyTextOf } from './domain/agency-key/key-text.ts';
import { loadNationalDirectory, openLoadedEditions } from './use-cases/load-national-directory.ts';
import { refreshDirectory } from './use-cases/refresh-directory.ts';
import { noteAllEmails } from './use-cases/sign-in-with-provider.ts';
import { openUsernameClaims } from './stores/username-claims.ts';

const LOOK_EVERY_MILLISECONDS = 2_000;
const TIDY_EVERY_MILLISECONDS = 3_600_000;
/** Areas take half a second to read: after the start has answered, before anybody asks, and so that whoever signs in is not kept. */
const WARM_AFTER_MILLISECONDS = 1_000;

/** Starts the directory: agencies, officers, sessions, competence. */
export const start: StartService = async (platform) => {
  const config = directoryConfig(platform.env);
  const door = platform.profile === 'distributed' ? doorConfig(config) : undefined;
  const identityProvider = await openProvider(config, platform.keys);
  const { parts, outboxes, notice, openDoor } = openParts(platform, door, { config, identityProvider });
  const editions = openLoadedEditions(platform.store);
  await platform.store.ready();
  outboxes.connect(platform);

  await refreshDirectory(parts);
  const loaded = await loadNationalDirectory(parts, editions);
  if (loaded > 0) {
    platform.log.info({ agencies: loaded }, 'national directory loaded');
    await notice.announce();
  }
  await parts.oneTimeCodes.open();
  const { LAPOR_ADMIN_PASSWORD: text, LAPOR_ADMIN_PASSWORD_ONE_TIME: oneTime } = config;
  if (await enterFirstAdmin(parts, text === undefined ? undefined : { text, oneTime })) {
    platform.log.info('national admin entered');
  }
  await recover(parts, config.LAPOR_ADMIN_RECOVERY_PASSWORD);

  if (parts.identityProvider !== undefined) await noteAllEmails(parts);
  const agencyDoor = await openDoor();
  platform.serve(DirectoryService, directoryService(parts));
  platform.serve(
    EventsService,
    eventsService([parts.agencies, parts.officers, parts.calendars, parts.policies, parts.categoryStore]),
  );
  if (platform.profile === 'distributed') {
    platform.every(LOOK_EVERY_MILLISECONDS, 'follow the other replicas', async () => {
      if (await notice.isDue()) await refreshDirectory(parts);
    });
  }
  platform.every(LOOK_EVERY_MILLISECONDS, 'finish changes of the tree', () => finishTreeChange(parts));
  const count = countGuesses(platform.metrics);
  platform.every(LOOK_EVERY_MILLISECONDS, 'tell of guesses', () => tellOfGuesses(parts, count));
  platform.every(TIDY_EVERY_MILLISECONDS, 'tidy sessions', async () => {
    await Promise.all([parts.sessions.tidy(), parts.throttle.tidy(), parts.devices.tidy()]);
  });
  const warm = setTimeout(() => void parts.reference.warm(), WARM_AFTER_MILLISECONDS);
  return running(parts, async () => {
    clearTimeout(warm);
    await agencyDoor?.stop();
  });
};

async function recover(parts: DirectoryParts, password: string | undefined): Promise<void> {
  if (password === undefined || password === '') return;
  const username = await recoverAdmin(parts, password);
  if (username === undefined)
    parts.log.warn('LAPOR_ADMIN_RECOVERY_PASSWORD was used before and gives nothing more: take it out');
  else
    parts.log.warn(
      { username },
      'the operator gave a national admin a one-time password; take the setting out',
    );
}

function running({ view, reference }: DirectoryParts, stop: () => Promise<void>): RunningService {
  return {
    ready() {
      if (view.find(reference.rootId) !== undefined) return Promise.resolve();
      return Promise.reject(new Error('the agency tree has no root'));
    },
    stop,
  };
}

/** Its client is loaded only where there is one. */
async function openProvider(
  config: DirectoryConfig,
  keys: Platform['keys'],
): Promise<IdentityProvider | undefined> {
  const settings = providerSettings(config);
  if (settings === undefined) return undefined;
  const { openIdentityProvider } = await import('./identity-provider/identity-provider.ts');
  return openIdentityProvider(settings, keys);
}

function openParts(
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
    tree: openTreeGuard(connection),
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
