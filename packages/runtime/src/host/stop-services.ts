import type { Logger } from 'pino';
import type { HostedService } from '../service/host-service.ts';
import { within } from '../service/readiness.ts';

/** Together below the ten seconds after which supervisors lose patience. */
const STEP_MILLISECONDS = 4_000;

/**
 * Stops services so that nothing begun is lost: first what takes work in from outside (intake), then recurring work and
 * consumers, then the other services, then what they still had to publish, at last the calls between them.
 * A step that fails or takes too long is written down and passed over: the store is safe at every moment.
 */
export async function stopServices(services: readonly HostedService[], log: Logger): Promise<void> {
  const intake = services.filter(({ service }) => service === 'intake');
  const others = services.filter(({ service }) => service !== 'intake');
  await step('intake', intake, (hosted) => hosted.stopService(), log);
  await step('consumers', services, (hosted) => hosted.drain(), log);
  await step('services', others, (hosted) => hosted.stopService(), log);
  await step('relays', services, (hosted) => hosted.stopRelays(), log);
  await step('calls', services, (hosted) => hosted.stopGrpc(), log);
}

async function step(
  name: string,
  services: readonly HostedService[],
  stop: (hosted: HostedService) => Promise<void>,
  log: Logger,
): Promise<void> {
  await Promise.all(
    services.map(async (hosted) => {
      try {
        await within(STEP_MILLISECONDS, `stopping ${name}`, stop(hosted));
      } catch (error) {
        log.warn({ err: error, service: hosted.service, step: name }, 'stopped uncleanly');
      }
    }),
  );
}
