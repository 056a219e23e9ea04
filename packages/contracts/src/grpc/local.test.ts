import { AppError } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { IntakeService } from '../gen/lapor/intake/v1/intake_service_pb.ts';
import { createClient } from './client.ts';
import { LocalServer, localChannel } from './local.ts';

function slowServer() {
  const server = new LocalServer();
  const begun = Promise.withResolvers<AbortSignal>();
  const answer = Promise.withResolvers<{ title: string }>();
  const absent = () => Promise.reject(new AppError('unsupported', 'not in this test'));
  server.add(IntakeService, {
    getSubmission(_request, { signal }) {
      begun.resolve(signal);
      return answer.promise;
    },
    getSubmissions: absent,
    getFiling: absent,
    getEvidencePhotos: absent,
    nameEvidencePhotos: absent,
    unnameEvidencePhotos: absent,
    addEvidencePhoto: absent,
    resolveContact: absent,
  });
  server.open();
  return { server, begun: begun.promise, answer, client: createClient(IntakeService, localChannel(server)) };
}

test('a server that closes lets begun calls end, and takes no new ones', async () => {
  const { server, begun, answer, client } = slowServer();
  const call = client.getSubmission({});
  await begun;
  const closed = server.close(60_000);
  await expect(client.getSubmission({})).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  answer.resolve({ title: 'still heard' });
  expect((await call).title).toBe('still heard');
  await closed;
});

test('what will not end is cut', async () => {
  const { server, begun, answer, client } = slowServer();
  const call = client.getSubmission({});
  const signal = await begun;
  const closed = server.close(20);
  await expect(call).rejects.toMatchObject({ code: 'unavailable' });
  expect(signal.aborted).toBe(true);
  // Nor is a handler waited for that does not heed its signal.
  await closed;
  answer.resolve({ title: 'nobody listens' });
});

test('what the caller changes afterwards the server does not see', async () => {
  const { begun, answer, client } = slowServer();
  const call = client.getSubmission({});
  await begun;
  const response = { title: 'as answered' };
  answer.resolve(response);
  const received = await call;
  response.title = 'changed';
  expect(received.title).toBe('as answered');
});
