import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Platform } from './platform.ts';
import { until } from './until.ts';

export interface TextMessage {
  readonly to: string;
  readonly text: string;
  readonly id: string;
}

/** A real gateway for text messages: takes what the platform sends, and brings in what people send. */
export interface SmsGateway {
  readonly url: string;
  readonly token: string;
  readonly secret: string;
  to(phone: string): readonly TextMessage[];
  waitFor(phone: string, words: string): Promise<TextMessage>;
  /** From now on answers with this status; messages it refuses are not sent on. */
  answerWith(status: number): void;
  /** Ids of what it refused. */
  refused(): readonly string[];
  /** Somebody sends a message to the short code; the answer is what goes back to them. */
  deliver(platform: Platform, message: IncomingMessage, now: Date): Promise<Answer>;
  close(): Promise<void>;
}

export interface IncomingMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export async function openSmsGateway(): Promise<SmsGateway> {
  const token = 'token of the gateway';
  const secret = 'secret of the gateway';
  const messages: TextMessage[] = [];
  const refused: string[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.headers.authorization !== `Bearer ${token}`) {
        response.writeHead(401).end();
        return;
      }
      const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as TextMessage;
      if (status < 300) messages.push(message);
      else refused.push(message.id);
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const to = (phone: string) => messages.filter((message) => message.to === phone);
  return {
    url: `http://127.0.0.1:${port}/send`,
    token,
    secret,
    to,
    answerWith: (now) => {
      status = now;
    },
    refused: () => refused,
    waitFor: (phone, words) =>
      until(
        () => to(phone).find(({ text }) => text.includes(words)),
        () =>
          `no message "${words}" for ${phone}, only: ${to(phone)
            .map(({ text }) => text)
            .join(' | ')}`,
      ),
    deliver(platform, message, now) {
      const body = JSON.stringify(message);
      return platform.request('POST', '/channels/sms', { body, headers: signed(secret, body, now) });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As the contract with gateways says: HMAC-SHA-256 over timestamp, dot, body. */
export function signed(secret: string, body: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'lapor-timestamp': timestamp, 'lapor-signature': `v1=${mac}` };
}
