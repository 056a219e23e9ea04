import type { CategoryInfo } from '../directory-types.ts';
import { competenceMessages } from '../messages/competence-messages.ts';
import { optionsOf } from '../shell/form-fields.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(competenceMessages);

/** Topics to choose among, with their groups where a whole one can be meant; `none`: what stands for none of them. */
export function categoryOptions(
  { language }: Page,
  categories: readonly CategoryInfo[],
  chosen: string,
  { none, groupsToo = false }: { readonly none: string; readonly groupsToo?: boolean },
): Html {
  const t = say(language);
  const called = ({ nameId, nameEn }: CategoryInfo) => (language === 'en' ? nameEn : nameId);
  const options = categories.flatMap((category) => {
    if (category.parentCode !== undefined) return [{ value: category.code, label: called(category) }];
    return groupsToo ? [{ value: category.code, label: t('wholeGroup', { group: called(category) }) }] : [];
  });
  return optionsOf([{ value: '', label: none }, ...options], chosen);
}
