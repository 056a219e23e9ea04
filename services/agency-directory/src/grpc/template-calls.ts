import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AnswerTemplateSchema } from '@lapor/contracts/directory/v1/directory_service';
import type { DirectoryParts } from '../parts.ts';
import { listTemplates, removeTemplate, setTemplate } from '../use-cases/manage-templates.ts';
import type { ListedTemplate } from '../use-cases/manage-templates.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type TemplateCall = 'listAnswerTemplates' | 'setAnswerTemplate' | 'removeAnswerTemplate';

/** Words to begin an answer with. */
export function templateCalls(parts: DirectoryParts): Pick<DirectoryCalls, TemplateCall> {
  return {
    async listAnswerTemplates({ agencyId }, { caller }) {
      return { templates: (await listTemplates(parts, caller, agencyId)).map(templateMessage) };
    },
    async setAnswerTemplate(request, { caller }) {
      const { templateId, agencyId, name, text, commandId } = request;
      const order = { templateId, agencyId, name, text, commandId };
      return { template: templateMessage(await setTemplate(parts, caller, order)) };
    },
    async removeAnswerTemplate({ templateId }, { caller }) {
      await removeTemplate(parts, caller, templateId);
      return {};
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
