// npm install @nats-io/transport-node @nats-io/jetstream
// NATS_URL=tls://… LAPOR_KEY=lak_… node subscribe.ts
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

const [, user = '', pass = ''] = (process.env['LAPOR_KEY'] ?? '').split('_');
const connection = await connect({
  servers: process.env['NATS_URL'] ?? 'nats://localhost:4222',
  user,
  pass,
  inboxPrefix: `_INBOX_${user}`,
  // The server ends each connection after ten minutes.
  maxReconnectAttempts: -1,
  ignoreAuthErrorAbort: true,
});
const feed = await jetstream(connection, { domain: 'lapor' }).consumers.get('AGENCY_FEED', user);
for await (const message of await feed.consume()) {
  const event = message.json<{ case: { caseId: string; status: string } }>();
  // Keep the id, and pass over what you have had: the same event may come twice.
  const id = message.headers?.get('ce-id');
  const seen = [id, message.headers?.get('ce-type'), event.case.caseId, event.case.status];
  process.stdout.write(`${seen.join(' ')}\n`);
  // Only after you have stored what you need.
  message.ack();
}
