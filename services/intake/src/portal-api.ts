import type { PortalApi } from '@lapor/portal';
import { EMERGENCY_NUMBERS } from './domain/emergency-numbers.ts';
import type { Intake } from './intake.ts';
import { listAbsences, listDeputies, setAbsence } from './use-cases/directory/absences.ts';
import { addAttachments, readAttachment } from './use-cases/attachments.ts';
import {
  createAgencyKey,
  listAgencyKeyChanges,
  listAgencyKeys,
  revokeAgencyKey,
  rotateAgencyKey,
} from './use-cases/directory/agency-keys.ts';
import { changeAgency, listAgencyChanges } from './use-cases/directory/agency-changes.ts';
import { previewKindAndArea } from './use-cases/directory/preview-kind-and-area.ts';
import {
  askCompetence,
  changeCompetence,
  listCompetence,
  previewCompetence,
} from './use-cases/directory/competence.ts';
import {
  caseTemplates,
  listAnswerTemplateChanges,
  listAnswerTemplates,
  removeAnswerTemplate,
  setAnswerTemplate,
} from './use-cases/directory/answer-templates.ts';
import { changeCategory, listCategoryChanges, previewMerge } from './use-cases/directory/categories.ts';
import {
  addPolicy,
  changeCalendar,
  listPolicies,
  previewCalendar,
  readCalendar,
} from './use-cases/directory/clock-rules.ts';
import { listNearbyReports } from './use-cases/nearby-reports.ts';
import { listSimilarCases } from './use-cases/similar-cases.ts';
import { readCase, readInbox } from './use-cases/cases.ts';
import { runOfficerCommand } from './use-cases/run-officer-command.ts';
import { readDeliveries } from './use-cases/read-deliveries.ts';
import {
  areaChildren,
  findAgencies,
  listCategories,
  readAgency,
  readArea,
  searchAreas,
} from './use-cases/directory/directory-queries.ts';
import { readAgencyFigures, readFigures } from './use-cases/figures/figures.ts';
import {
  callerOf,
  findSession,
  setPassword,
  signIn,
  signOut,
} from './use-cases/directory/officer-session.ts';
import {
  changeOfficer,
  endOfficerSessions,
  inviteOfficer,
  listOfficerChanges,
  listOfficerSessions,
  listOfficers,
  replaceOfficer,
  resetOfficer,
} from './use-cases/directory/officers.ts';
import { addEvidencePhotos, removeEvidencePhoto } from './use-cases/evidence-photos.ts';
import { linesOf } from './use-cases/breach-lines.ts';
import { listBreach, readBreachListings } from './use-cases/list-breach.ts';
import { checkReceipt, readSignedReceipt } from './use-cases/check-receipt.ts';
import { readHistoryProof } from './use-cases/prove-history.ts';
import { eraseReporterData } from './use-cases/erase-reporter-data.ts';
import { exportReporterData } from './use-cases/export-reporter-data.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSessions,
  enrolSecondFactor,
  listSessions,
  readPreferences,
  removeSecondFactor,
  setPreferences,
} from './use-cases/directory/own-account.ts';
import {
  beginProviderSignIn,
  chooseProviderAccount,
  findProvider,
  finishProviderSignIn,
  listProviderAccounts,
} from './use-cases/directory/provider-sign-in.ts';
import { fileForReceipt } from './use-cases/receipt.ts';
import { readReleaseDraft } from './use-cases/release-draft.ts';
import { previewRelease, releaseWords, withholdWords } from './use-cases/release-words.ts';
import { revealIdentity } from './use-cases/reveal-identity.ts';
import { listSavedFilters, removeFilter, saveFilter } from './use-cases/saved-filters.ts';
import { addMessage, runReporterCommand } from './use-cases/reporter-actions.ts';
import { viewComplaint } from './use-cases/view-complaint.ts';

const WAIT_SECONDS = 5;

/** The use cases as the pages call them. */
export function createPortalApi(intake: Intake): PortalApi {
  return {
    installation: {
      name: intake.config.LAPOR_NAME,
      banner: intake.config.LAPOR_BANNER,
      emergencyNumbers: EMERGENCY_NUMBERS,
    },
    file: (complaint, { clientAddress, idempotencyKey, wait }) =>
      fileForReceipt(intake, complaint, {
        client: 'web',
        clientAddress,
        idempotencyKey,
        waitSeconds: wait === true ? WAIT_SECONDS : undefined,
      }),
    nearby: (place, { clientAddress }) => listNearbyReports(intake, place, clientAddress),
    view: (trackingId, accessCode, { clientAddress }) =>
      viewComplaint(intake, trackingId, accessCode, clientAddress),
    command: (trackingId, accessCode, command, context) =>
      runReporterCommand(intake, { trackingId, accessCode, ...context }, command),
    addMessage: (trackingId, accessCode, text, context) =>
      addMessage(intake, { trackingId, accessCode, ...context }, text),
    addAttachments: (trackingId, accessCode, images, context) =>
      addAttachments(intake, { trackingId, accessCode, ...context }, images),
    addEvidencePhotos: (token, caseId, images) => addEvidencePhotos(intake, token, caseId, images),
    removeEvidencePhoto: (token, caseId, photoId) => removeEvidencePhoto(intake, token, caseId, photoId),
    attachment: (trackingId, attachmentId, size, viewer, { clientAddress }) =>
      readAttachment(intake, trackingId, attachmentId, size, viewer, clientAddress),
    exportData: (trackingId, accessCode, { clientAddress }) =>
      exportReporterData(intake, trackingId, accessCode, clientAddress),
    eraseData: (trackingId, accessCode, scope, { clientAddress }) =>
      eraseReporterData(intake, { trackingId, accessCode, clientAddress }, scope),
    receipt: (trackingId, accessCode, { clientAddress }) =>
      readSignedReceipt(intake, trackingId, accessCode, clientAddress),
    historyProof: (trackingId, accessCode, { clientAddress }) =>
      readHistoryProof(intake, trackingId, accessCode, clientAddress),
    proofKeys: () => intake.receipts.keys.keys,
    checkReceipt: (receipt, words, { clientAddress }) => {
      intake.limits.take('read-address', clientAddress);
      return checkReceipt(intake, receipt, words);
    },
    signIn: (username, password, context) => signIn(intake, username, password, context),
    provider: () => findProvider(intake),
    beginProviderSignIn: (context) => beginProviderSignIn(intake, context),
    finishProviderSignIn: (flow, query, context) => finishProviderSignIn(intake, flow, query, context),
    providerAccounts: (ticket, context) => listProviderAccounts(intake, ticket, context),
    chooseProviderAccount: (ticket, chosen, context) =>
      chooseProviderAccount(intake, ticket, chosen, context),
    session: (token) => findSession(intake, token),
    signOut: (token) => signOut(intake, token),
    setPassword: (token, oldPassword, newPassword) => setPassword(intake, token, oldPassword, newPassword),
    confirmSecondFactor: (token, code) => confirmSecondFactor(intake, token, code),
    beginSecondFactor: (token) => beginSecondFactor(intake, token),
    enrolSecondFactor: (token, code) => enrolSecondFactor(intake, token, code),
    removeSecondFactor: (token, code) => removeSecondFactor(intake, token, code),
    preferences: (token) => readPreferences(intake, token),
    setPreferences: (token, wanted) => setPreferences(intake, token, wanted),
    sessions: (token) => listSessions(intake, token),
    endSessions: (token, sessionId) => endSessions(intake, token, sessionId),
    inbox: (token, query) => readInbox(intake, token, query),
    caseView: (token, caseId) => readCase(intake, token, caseId),
    runCommand: (token, caseId, command, context) =>
      runOfficerCommand(intake, token, caseId, command, context),
    revealIdentity: (token, caseId, reveal, { idempotencyKey }) =>
      revealIdentity(intake, token, caseId, reveal, idempotencyKey),
    releaseDraft: (token, caseId) => readReleaseDraft(intake, token, caseId),
    previewRelease: (token, caseId, wish) => previewRelease(intake, token, caseId, wish),
    releaseWords: (token, caseId, wish, context) => releaseWords(intake, token, caseId, wish, context),
    withholdWords: (token, caseId, reason, context) => withholdWords(intake, token, caseId, reason, context),
    savedFilters: (token) => listSavedFilters(intake, token),
    saveFilter: (token, filter) => saveFilter(intake, token, filter),
    removeFilter: (token, filterId) => removeFilter(intake, token, filterId),
    similarCases: (token, caseId) => listSimilarCases(intake, token, caseId),
    deliveries: (token, caseId) => readDeliveries(intake, token, caseId),
    officers: (token, agencyId, which) => listOfficers(intake, token, agencyId, which),
    inviteOfficer: (token, officer, reason, { idempotencyKey }) =>
      inviteOfficer(intake, token, officer, reason, idempotencyKey),
    resetOfficer: (token, officerId, reason, { idempotencyKey }) =>
      resetOfficer(intake, token, officerId, reason, idempotencyKey),
    changeOfficer: (token, officerId, change, { idempotencyKey }) =>
      changeOfficer(intake, token, officerId, change, idempotencyKey),
    officerSessions: (token, officerId) => listOfficerSessions(intake, token, officerId),
    endOfficerSessions: (token, officerId, ended, { idempotencyKey }) =>
      endOfficerSessions(intake, token, officerId, ended, idempotencyKey),
    officerChanges: (token, officerId) => listOfficerChanges(intake, token, officerId),
    changeAgency: (token, change, { idempotencyKey }) => changeAgency(intake, token, change, idempotencyKey),
    previewKindAndArea: (token, change) => previewKindAndArea(intake, token, change),
    agencyChanges: (token, agencyId) => listAgencyChanges(intake, token, agencyId),
    replaceOfficer: (token, officerId, succession, { idempotencyKey }) =>
      replaceOfficer(intake, token, officerId, succession, idempotencyKey),
    setAbsence: (token, officerId, absence, reason) => setAbsence(intake, token, officerId, absence, reason),
    agencyKeys: (token, agencyId) => listAgencyKeys(intake, token, agencyId),
    createAgencyKey: (token, key, { idempotencyKey }) => createAgencyKey(intake, token, key, idempotencyKey),
    rotateAgencyKey: (token, rotation, { idempotencyKey }) =>
      rotateAgencyKey(intake, token, rotation, idempotencyKey),
    revokeAgencyKey: (token, keyId, reason) => revokeAgencyKey(intake, token, keyId, reason),
    agencyKeyChanges: (token, keyId) => listAgencyKeyChanges(intake, token, keyId),
    deputies: (token, officerId) => listDeputies(intake, token, officerId),
    absences: (token, agencyId) => listAbsences(intake, token, agencyId),
    competence: (token, agencyId) => listCompetence(intake, token, agencyId),
    changeCompetence: (token, order, { idempotencyKey }) =>
      changeCompetence(intake, token, order, idempotencyKey),
    previewCompetence: (token, change) => previewCompetence(intake, token, change),
    askCompetence: (question) => askCompetence(intake, question),
    answerTemplates: (token, agencyId) => listAnswerTemplates(intake, token, agencyId),
    caseTemplates: (token, caseId) => caseTemplates(intake, token, caseId),
    setAnswerTemplate: (token, template, { idempotencyKey }) =>
      setAnswerTemplate(intake, token, template, idempotencyKey),
    removeAnswerTemplate: (token, templateId, reason) =>
      removeAnswerTemplate(intake, token, templateId, reason),
    answerTemplateChanges: (token, agencyId) => listAnswerTemplateChanges(intake, token, agencyId),
    changeCategory: (token, order, { idempotencyKey }) =>
      changeCategory(intake, token, order, idempotencyKey),
    previewMerge: (token, merger) => previewMerge(intake, token, merger),
    categoryChanges: (token) => listCategoryChanges(intake, token),
    calendar: (areaCode, token) => readCalendar(intake, areaCode, token),
    changeCalendar: (token, change, { idempotencyKey }) =>
      changeCalendar(intake, token, change, idempotencyKey),
    previewCalendar: (token, change) => previewCalendar(intake, token, change),
    policies: (token) => listPolicies(intake, token),
    addPolicy: (token, added, { idempotencyKey }) => addPolicy(intake, token, added, idempotencyKey),
    breachListings: async (token) => readBreachListings(intake, await callerOf(intake, token)),
    listBreach: async (token, question, format) =>
      linesOf(await listBreach(intake, await callerOf(intake, token), question), format),
    figures: (query) => readFigures(intake, query),
    agencyFigures: (query) => readAgencyFigures(intake, query),
    searchAreas: (query) => searchAreas(intake, query),
    area: (code) => readArea(intake, code),
    areaChildren: (code, atMost) => areaChildren(intake, code, atMost),
    agencies: (query) => findAgencies(intake, query),
    agency: (id) => readAgency(intake, id),
    categories: (query) => listCategories(intake, query),
  };
}
