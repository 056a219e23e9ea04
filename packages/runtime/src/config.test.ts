import { AppError } from '@lapor/kernel';
import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const Schema = Type.Object({
  LAPOR_PORT: Type.Integer({ minimum: 1, maximum: 65_535, default: 8080 }),
  LAPOR_SECRET: Type.Optional(Type.String({ minLength: 16 })),
  LAPOR_COLOUR: Type.Boolean({ default: false }),
  LAPOR_PROFILE: Type.Union([Type.Literal('small'), Type.Literal('large')], { default: 'small' }),
});

test('texts become what the schema says, and defaults fill the gaps', () => {
  expect(readConfig(Schema, { LAPOR_PORT: '81', LAPOR_COLOUR: 'true', OTHER: 'x' })).toEqual({
    LAPOR_PORT: 81,
    LAPOR_COLOUR: true,
    LAPOR_PROFILE: 'small',
  });
});

test('an empty variable is not set', () => {
  expect(readConfig(Schema, { LAPOR_PORT: '', LAPOR_SECRET: '' })).toMatchObject({ LAPOR_PORT: 8080 });
});

test('every wrong variable is named with its rule, and no value is told', () => {
  const read = () =>
    readConfig(Schema, { LAPOR_PORT: '99999', LAPOR_SECRET: 'hunter2', LAPOR_COLOUR: 'blue' });
  expect(read).toThrow(AppError);
  try {
    read();
  } catch (error) {
    const { issues, message } = error as AppError;
    expect(issues).toEqual([
      { field: 'LAPOR_PORT', rule: 'must be <= 65535' },
      { field: 'LAPOR_SECRET', rule: 'must NOT have fewer than 16 characters' },
      { field: 'LAPOR_COLOUR', rule: 'must be boolean' },
    ]);
    expect(message).not.toMatch(/hunter2|99999|blue/);
  }
});

test('where there is a choice, the words are told, once', () => {
  expect(() => readConfig(Schema, { LAPOR_PROFILE: 'middling' })).toThrow(
    /^settings: LAPOR_PROFILE must be one of small, large$/,
  );
});

test('a variable that must be given is asked for by name', () => {
  expect(() => readConfig(Type.Object({ LAPOR_MONGO_URL: Type.String() }), {})).toThrow(
    'LAPOR_MONGO_URL must be set',
  );
});
