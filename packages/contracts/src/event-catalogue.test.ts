import { globSync } from 'node:fs';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AppError } from '@lapor/kernel';
import { describe, expect, test } from 'vitest';
import type { DescFile, DescMessage } from '@bufbuild/protobuf';
import {
  EVENT_CATALOGUE,
  EVENT_FILES,
  EVENT_PARTS,
  isEvent,
  isForAgencies,
  isOnBus,
  parseBusEvent,
  toBusEvent,
} from './event-catalogue.ts';
import { Audience } from './gen/lapor/events/v1/events_pb.ts';
import { AgencySummarySchema } from './gen/lapor/directory/v1/events_pb.ts';
import { CaseAnsweredSchema, CaseClosedSchema } from './gen/lapor/routing/v1/events_pb.ts';

/** Every generated file, found on disk and not from a list that could be forgotten. */
async function generatedFiles(): Promise<DescFile[]> {
  const files: DescFile[] = [];
  for (const path of globSync('gen/lapor/**/*_pb.ts', { cwd: import.meta.dirname })) {
    const url = new URL(path, import.meta.url).href;
    const loaded = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(loaded)) {
      if (name.startsWith('file_')) files.push(value as DescFile);
    }
  }
  return files;
}

function allMessages(file: DescFile): DescMessage[] {
  const nested = (message: DescMessage): DescMessage[] => [
    message,
    ...message.nestedMessages.flatMap((inner) => nested(inner)),
  ];
  return file.messages.flatMap((message) => nested(message));
}

describe('the declarations', () => {
  test('every message in an events.proto declares its audience or is known as a part', async () => {
    const files = (await generatedFiles()).filter(
      ({ name }) => name.endsWith('/events') && name !== 'lapor/events/v1/events',
    );
    expect(files.length).toBeGreaterThanOrEqual(3);
    const undeclared = files
      .flatMap((file) => file.messages)
      .filter((message) => !isEvent(message) && !EVENT_PARTS.has(message.typeName));
    expect(undeclared.map(({ typeName }) => typeName)).toEqual([]);
  });

  test('no event is declared outside the files of the catalogue', async () => {
    const declared = (await generatedFiles()).flatMap(allMessages).filter(isEvent);
    expect(declared.map(({ typeName }) => typeName).sort()).toEqual([...EVENT_CATALOGUE.keys()].sort());
  });

  test('every audience is a real one', () => {
    const known: readonly Audience[] = [
      Audience.PRIVATE,
      Audience.INTERNAL,
      Audience.AGENCY,
      Audience.PUBLIC,
    ];
    for (const { type, audience } of EVENT_CATALOGUE.values()) expect(known, type).toContain(audience);
  });

  test('parts are in an events.proto and no events themselves', () => {
    const messages = EVENT_FILES.flatMap((file) => file.messages);
    for (const part of EVENT_PARTS) {
      const message = messages.find(({ typeName }) => typeName === part);
      expect(message && isEvent(message), part).toBe(false);
    }
  });

  test('types name their context', () => {
    expect(EVENT_CATALOGUE.get('lapor.routing.v1.CaseDisposed')).toMatchObject({
      context: 'routing',
      audience: Audience.AGENCY,
    });
    expect(EVENT_CATALOGUE.get('lapor.intake.v1.ComplaintFiled')).toMatchObject({
      context: 'intake',
      audience: Audience.INTERNAL,
    });
    expect(isOnBus('lapor.intake.v1.ComplaintFiled')).toBe(true);
    expect(isOnBus('lapor.intake.v1.Filing')).toBe(false);
    expect(isForAgencies('lapor.routing.v1.CaseDisposed')).toBe(true);
    expect(isForAgencies('lapor.intake.v1.ComplaintFiled')).toBe(false);
    expect(isForAgencies('lapor.routing.v1.CaseSnapshot')).toBe(false);
  });
});

describe('an event on its way', () => {
  test('comes out as it went in', () => {
    const promisedFor = timestampFromDate(new Date('2026-03-02T09:00:00Z'));
    const event = toBusEvent(CaseAnsweredSchema, {
      case: { caseId: 'LP7K3M' },
      firstFollowUp: true,
      promisedFor,
    });
    expect(event.type).toBe('lapor.routing.v1.CaseAnswered');
    expect(parseBusEvent(CaseAnsweredSchema, event)).toMatchObject({
      case: { caseId: 'LP7K3M' },
      firstFollowUp: true,
      promisedFor,
    });
  });

  test('of another type is not read', () => {
    const event = toBusEvent(CaseAnsweredSchema, {});
    expect(parseBusEvent(CaseClosedSchema, event)).toBeUndefined();
  });

  test('may come from a newer owner: unknown fields and enum words are passed over', () => {
    const event = {
      type: CaseClosedSchema.typeName,
      body: JSON.stringify({ rating: 3, outcome: 'CLOSE_OUTCOME_FROM_THE_FUTURE', news: { a: [1] } }),
    };
    expect(parseBusEvent(CaseClosedSchema, event)).toMatchObject({ rating: 3, outcome: 0 });
  });

  test('that cannot be read is a permanent error', () => {
    const event = { type: CaseClosedSchema.typeName, body: '{"rating": "three"}' };
    let thrown: unknown;
    try {
      parseBusEvent(CaseClosedSchema, event);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'invalid', retryable: false });
  });

  test('must be an event', () => {
    expect(() => toBusEvent(AgencySummarySchema, {})).toThrow(AppError);
  });
});
