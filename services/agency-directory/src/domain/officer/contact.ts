import { isEmail } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';

/** Digits with an optional +, and the usual separators; 8 to 15 digits (E.164). */
const PHONE = /^\+?(?:[\s.()-]*\d){8,15}$/;
const LONGEST_NAME = 120;

/** Broken rules of an officer's name, address and number. Address and number may be empty, the name may not. */
export function contactIssues(contact: {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}): readonly Issue[] {
  const { name, email, phone } = contact;
  const issues: Issue[] = [];
  if (name === '' || name.length > LONGEST_NAME) {
    issues.push({ field: 'name', rule: `has 1 to ${LONGEST_NAME} characters` });
  }
  if (email !== '' && !isEmail(email)) issues.push({ field: 'email', rule: 'is an e-mail address' });
  if (phone !== '' && !PHONE.test(phone)) issues.push({ field: 'phone', rule: 'is a phone number' });
  return issues;
}
