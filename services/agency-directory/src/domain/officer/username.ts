/** Letters, digits and what stands in e-mail addresses; 3 to 64 characters, lower case. */
const USERNAME = /^[a-z0-9][a-z0-9._@+-]{2,63}$/;

export const USERNAME_RULE = 'has 3 to 64 letters, digits, dots, dashes, underscores, @ or +';

/** People type capitals and spaces around their name; it is the same name. */
export function normalizeUsername(typed: string): string {
  return typed.trim().toLowerCase();
}

export function isUsername(normalized: string): boolean {
  return USERNAME.test(normalized);
}
