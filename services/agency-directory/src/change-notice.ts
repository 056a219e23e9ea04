import type { StoreConnection } from '@lapor/store';
import { openDocuments } from './documents.ts';

/** Tells replicas that agencies or rules have changed: a number in one document, which they look at every few seconds. */
export interface ChangeNotice {
  /** Called after the change is written. */
  announce(): Promise<void>;
  /** Whether somebody has announced something since the last look, or it is time to read everything anew anyhow. */
  isDue(): Promise<boolean>;
}

interface NoticeDocument {
  readonly _id: string;
  readonly version: number;
}

const ID = 'agencies-and-rules';
/** A crash between a change and its notice is made good by this. Real time: it bounds how long a replica may not know. */
const ANYHOW_AFTER_MILLISECONDS = 60_000;

export function openChangeNotice(connection: StoreConnection): ChangeNotice {
  const documents = openDocuments<NoticeDocument>(connection, 'change_notices');
  let seen = -1;
  let readAt = performance.now();
  return {
    async announce() {
      await documents.updateOne({ _id: ID }, { $inc: { version: 1 } }, { upsert: true });
    },
    async isDue() {
      const version = (await documents.findOne({ _id: ID }))?.version ?? 0;
      const due = version !== seen || performance.now() - readAt > ANYHOW_AFTER_MILLISECONDS;
      seen = version;
      if (due) readAt = performance.now();
      return due;
    },
  };
}
