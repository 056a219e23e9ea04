import { expect, test } from 'vitest';
import { createUndoStack } from './undo-stack.ts';

test('steps run newest first, once, and one that fails does not stop the others', async () => {
  const undo = createUndoStack();
  const ran: string[] = [];
  undo.push(() => void ran.push('database'));
  undo.push(async () => {
    ran.push('bus');
    throw new Error('already gone');
  });
  undo.push(() => void ran.push('server'));
  await expect(undo.run()).rejects.toThrow('not everything could be closed');
  await expect(undo.run()).rejects.toThrow();
  expect(ran).toEqual(['server', 'bus', 'database']);
});
