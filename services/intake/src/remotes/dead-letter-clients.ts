import type { Client } from '@lapor/contracts';
import type { DeadLettersService } from '@lapor/contracts/events/v1/dead_letters';
import type { ServiceName } from '@lapor/runtime';

/** Every service answers for its own consumers. */
export type DeadLetterClients = Readonly<Record<ServiceName, Client<typeof DeadLettersService>>>;
