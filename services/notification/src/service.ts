import { parseBusEvent } from '@lapor/contracts';
import { ReporterDataErasedSchema } from '@lapor/contracts/intake/v1/events';
import { NotificationService } from '@lapor/contracts/notification/v1/notification';
import type { BusEvent } from '@lapor/events';
import { openSequenceGuard } from '@lapor/store';
import { type Platform, type RunningService, subscriptionTo } from '@lapor/runtime';
import { Counter } from 'prom-client';
import { type NotificationConfig, readNotificationConfig } from './config.ts';
import { readDirectoryEvent, readIntakeEvent, readRoutingEvent } from './consumers.ts';
import { openGatherTurns } from './gather-turns.ts';
import { notificationService } from './grpc.ts';
import { consoleProvider } from './providers/console-provider.ts';
import type { Provider } from './providers/provider.ts';
import { smsProvider } from './providers/sms-provider.ts';
import { remoteCases, remoteContacts, remoteDirectory } from './remotes.ts';
import { openPreferences } from './preferences.ts';
import { remoteMornings } from './remote-mornings.ts';
import { openDeliveryStore } from './store.ts';
import { planAlert } from './use-cases/plan-alert.ts';
import { type NoticedEvent, planDeliveries, type PlanPorts } from './use-cases/plan-deliveries.ts';
import { confirmDeliveries } from './use-cases/confirm-deliveries.ts';
import { morningPlanner } from './use-cases/plan-mornings.ts';
import { createSender } from './use-cases/send-deliveries.ts';

/** How often we look for what has become due: retries, and notices that waited for the morning. */
const SWEEP_MILLISECONDS = 1_000;
/** How often we look whether somewhere a working day begins. */
const MORNING_MILLISECONDS = 60_000;

async function openProviders(
  config: NotificationConfig,
  platform: Platform,
): Promise<Readonly<Record<'email' | 'sms', Provider>>> {
  const { mail, sms } = config;
  return {
    email: mail.url ? await openEmail(mail.url, mail.from) : consoleProvider('email', platform.log),
    sms: sms.url ? smsProvider(sms.url, sms.token, sms.idempotent) : consoleProvider('sms', platform.log),
  };
}

/** Loads what speaks SMTP only where somebody listens: it is 5 MB. */
async function openEmail(url: string, from: string): Promise<Provider> {
  const { emailProvider } = await import('./providers/email-provider.ts');
  return emailProvider(url, from);
}

/** Starts notification: events in, deliveries planned and stored, then sent. */
export async function start(platform: Platform): Promise<RunningService> {
  const config = readNotificationConfig(platform.env);
  const store = openDeliveryStore(platform.store);
  const turns = openGatherTurns(platform.store);
  const preferences = openPreferences(platform.store);
  await platform.store.ready();
  const ports: PlanPorts = {
    contacts: remoteContacts(platform),
    cases: remoteCases(platform),
    ...remoteDirectory(platform),
    calls: store,
  };
  const providers = await openProviders(config, platform);
  const attempts = new Counter({
    name: 'lapor_notification_attempts_total',
    help: 'What came of attempts to deliver a notice',
    labelNames: ['channel', 'outcome'] as const,
    registers: [platform.metrics],
  });
  const confirm = () => confirmDeliveries({ store, cases: ports.cases, log: platform.log });
  const sender = createSender({
    store,
    turns,
    ports,
    providers,
    clock: platform.clock,
    log: platform.log,
    publicUrl: config.publicUrl,
    count: (channel, outcome) => {
      attempts.inc({ channel, outcome });
    },
    arrived: () => {
      confirm().catch((error: unknown) => {
        platform.log.error(
          { err: error },
          'arrived answers could not be looked up; trying again with the next round',
        );
      });
    },
  });

  const handle = (read: (event: BusEvent) => NoticedEvent | undefined) => async (event: BusEvent) => {
    const erased = parseBusEvent(ReporterDataErasedSchema, event);
    if (erased !== undefined) await store.forgetReporter(erased.trackingId);
    const noticed = read(event);
    if (noticed === undefined) return;
    const deliveries = await planDeliveries(noticed, ports, platform.clock.now());
    await sender.take(deliveries);
  };
  // A complaint and its case share an id, so each context has a guard of its own.
  const follow = (context: 'intake' | 'routing', read: (event: BusEvent) => NoticedEvent | undefined) => {
    const guard = openSequenceGuard(platform.store, `${platform.service}.${context}`);
    return platform.bus.subscribe(subscriptionTo(platform, context, guard, handle(read)));
  };
  const accounts = openSequenceGuard(platform.store, `${platform.service}.directory`);
  const tellOwner = async (event: BusEvent) => {
    const alert = readDirectoryEvent(event);
    if (alert !== undefined) await sender.take(await planAlert(alert, ports.accounts, platform.clock.now()));
  };
  const consumers = await Promise.all([
    platform.bus.subscribe(subscriptionTo(platform, 'directory', accounts, tellOwner)),
    follow('intake', readIntakeEvent),
    follow('routing', readRoutingEvent),
  ]);
  platform.serve(NotificationService, notificationService(store, preferences));
  const planMornings = morningPlanner({
    mornings: remoteMornings(platform),
    preferences,
    take: (planned) => sender.take(planned),
  });
  platform.every(MORNING_MILLISECONDS, 'morning messages', () => planMornings(platform.clock.now()));
  platform.every(SWEEP_MILLISECONDS, 'send due notices', async () => {
    await sender.round();
    await confirm();
  });

  return {
    ready: () => platform.store.ping(),
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.drain()));
      await sender.finish();
      for (const provider of Object.values(providers)) provider.close();
    },
  };
}
