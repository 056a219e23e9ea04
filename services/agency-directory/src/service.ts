import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { eventsService } from '@lapor/runtime';
import type { Platform, RunningService, StartService } from '@lapor/runtime';
import { directoryConfig, doorConfig } from './config.ts';
import type { DirectoryConfig } from './config.ts';
import { directoryService } from './grpc/directory-service.ts';
import { countGuesses } from './sign-in/count-guesses.ts';
import type { IdentityProvider } from './identity-provider/identity-provider.ts';
import { providerSettings } from './identity-provider/provider-settings.ts';
import type { DirectoryParts } from './parts.ts';
import { enterFirstAdmin } from './use-cases/enter-first-admin.ts';
import { recoverAdmin } from './use-cases/recover-admin.ts';
import { finishStaffChanges } from './use-cases/change-staff.ts';
import { finishTreeChange } from './use-cases/change-tree.ts';
import { tellOfGuesses } from './use-cases/guesses.ts';
import { loadNationalDirectory, openLoadedEditions } from './use-cases/load-national-directory.ts';
import { refreshDirectory } from './use-cases/refresh-directory.ts';
import { noteAllEmails } from './use-cases/sign-in-with-provider.ts';
import { openParts } from './open-parts.ts';

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
  platform.every(LOOK_EVERY_MILLISECONDS, 'finish changes of staff', () => finishStaffChanges(parts));
  const count = countGuesses(platform.metrics);
  platform.every(LOOK_EVERY_MILLISECONDS, 'tell of guesses', () => tellOfGuesses(parts, count));
  platform.every(TIDY_EVERY_MILLISECONDS, 'tidy sessions', async () => {
    await Promise.all([
      parts.sessions.tidy(),
      parts.throttle.tidy(),
      parts.devices.tidy(),
      parts.officerCommands.tidy(),
    ]);
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
