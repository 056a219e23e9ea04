import type { Logger } from 'pino';
import type { Provider } from './provider.ts';

/** For installations without a gateway yet: notes in the log that a message would have gone, not to whom. */
export function consoleProvider(channel: string, log: Logger): Provider {
  return {
    idempotent: true,
    send(message) {
      log.info(
        { channel, messageId: message.id, notice: message.subject },
        'no provider configured: notice not sent',
      );
      return Promise.resolve({ kind: 'noted' });
    },
    close() {
      /* holds nothing */
    },
  };
}
