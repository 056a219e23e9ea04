import type { Client } from '@lapor/contracts';
import type { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import type { NotificationService } from '@lapor/contracts/notification/v1/notification';
import type { ReportingService } from '@lapor/contracts/reporting/v1/reporting';
import type { HistoryService } from '@lapor/contracts/routing/v1/history_service';
import type { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type { Clock } from '@lapor/kernel';
import type { AggregateStore, ContentStore, FileStore } from '@lapor/store';
import type { DangerMatcher } from '@lapor/language';
import type { Logger } from 'pino';
import type { Anonymisations } from './stores/anonymisations.ts';
import type { BreachListings } from './stores/breach-listings.ts';
import type { AccessTokens } from './remotes/access-tokens.ts';
import type { IntakeConfig } from './config.ts';
import type { Complaint, ComplaintEvent } from './domain/complaint.ts';
import type { Sender, SenderEvent } from './domain/sender.ts';
import type { Mac } from './stores/identifiers.ts';
import type { NearbyCases } from './remotes/nearby-cases.ts';
import type { Places } from './remotes/places.ts';
import type { Receipts } from './receipts.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { SessionCache } from './remotes/session-cache.ts';
import type { DeadLetterClients } from './remotes/dead-letter-clients.ts';

/** What every use case may need. */
export interface Intake {
  readonly config: IntakeConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly mac: Mac;
  readonly limits: RateLimiter;
  /** Counts what came in for the operator. */
  readonly countFiled: (channel: string) => void;
  readonly complaints: AggregateStore<Complaint, ComplaintEvent>;
  readonly senders: AggregateStore<Sender, SenderEvent>;
  /** Texts, per tracking id. */
  readonly contents: ContentStore;
  /** Identities, per derived reporter id. */
  readonly vault: ContentStore;
  /** What was destroyed because the time of keeping it was over. */
  readonly anonymisations: Anonymisations;
  /** Who asked whom a breach concerns. */
  readonly breaches: BreachListings;
  readonly receipts: Receipts;
  readonly files: FileStore;
  readonly places: Places;
  readonly nearby: NearbyCases;
  /** Reads danger out of what people write. */
  readonly danger: DangerMatcher;
  readonly sessions: SessionCache;
  readonly accessTokens: AccessTokens;
  readonly routing: Client<typeof RoutingService>;
  readonly histories: Client<typeof HistoryService>;
  readonly directory: Client<typeof DirectoryService>;
  readonly notification: Client<typeof NotificationService>;
  readonly reporting: Client<typeof ReportingService>;
  readonly deadLetters: DeadLetterClients;
}
