import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AnswerTemplateSchema } from '@lapor/contracts/directory/v1/directory_service';
import type { DirectoryParts } from '../parts.ts';
import { listTemplates, removeTemplate, setTemplate } from '../use-cases/manage-templates.ts';
import type { ListedTemplate } from '../use-cases/manage-templates.ts';
import { listTemplateChanges } from '../use-cases/list-template-changes.ts';
import { changeMessages } from './change-messages.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type TemplateCall =
  | 'listAnswerTemplates'
  | 'setAnswerTemplate'
  | 'removeAnswerTemplate'
  | 'listAnswerTemplateChanges';

/** Words to begin an answer with. */
export function templateCalls(parts: DirectoryParts): Pick<DirectoryCalls, TemplateCall> {
  return {
    async listAnswerTemplates({ agencyId }, { caller }) {
      return { templates: (await listTemplates(parts, caller, agencyId)).map(templateMessage) };
    },
    async setAnswerTemplate(request, { caller }) {
      const { templateId, agencyId, name, text, commandId, reason } = request;
      const order = { templateId, agencyId, name, text, commandId, reason };
      return { template: templateMessage(await setTemplate(parts, caller, order)) };
    },
    async removeAnswerTemplate({ templateId, reason }, { caller }) {
      await removeTemplate(parts, caller, templateId, reason);
      return {};
    },
    async listAnswerTemplateChanges({ agencyId }, { caller }) {
      return { changes: changeMessages(await listTemplateChanges(parts, caller, agencyId)) };
    },
  };
}

function templateMessage({
  templateId,
  agency: { agencyId, name: agencyName },
  name,
  text,
}: ListedTemplate): MessageInitShape<typeof AnswerTemplateSchema> {
  return { templateId, agencyId, agencyName, name, text };
}
