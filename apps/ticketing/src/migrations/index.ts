import type { RoomMigrations } from '#runtime';
import { CreateTicketing1772000000001 } from './1772000000001-create-ticketing.js';
import { CreateAccess1772100000001 } from './1772100000001-create-access.js';
import { CreateEffects1772200000001 } from './1772200000001-create-effects.js';
import { CreateInboxOrder1772300000001 } from './1772300000001-create-inbox-order.js';
import { CreateActivityKeys1772700000001 } from './1772700000001-create-activity-keys.js';
import { BindContactOffers1772650000001 } from './1772650000001-bind-contact-offers.js';
import { CreateQuarantineMarks1772650000002 } from './1772650000002-create-quarantine-marks.js';
import { CreateContactMerges1772800000001 } from './1772800000001-create-contact-merges.js';
import { ListMeasures1779400000001 } from './1779400000001-list-measures.js';
import { HandCallsOver1779410000001 } from './1779410000001-hand-calls-over.js';
import { CreateRingingCalls1779390000001 } from './1779390000001-create-ringing-calls.js';
import { CreateHandling1772800000002 } from './1772800000002-create-handling.js';
import { CreateExtensions1772800000003 } from './1772800000003-create-extensions.js';
import { CreateLiveConversations1772900000001 } from './1772900000001-create-live-conversations.js';
import { CreateTranscriptMails1772900000002 } from './1772900000002-create-transcript-mails.js';
import { CreateTicketReference1772950000001 } from './1772950000001-create-ticket-reference.js';
import { CreateReplyWindows1772960000001 } from './1772960000001-create-reply-windows.js';
import { CreateReroutedReplies1772960000002 } from './1772960000002-create-rerouted-replies.js';
import { CreateAudit1778800000001 } from './1778800000001-create-audit.js';
import { CreateWebhooks1778800000002 } from './1778800000002-create-webhooks.js';
import { CreateRights1778800000003 } from './1778800000003-create-rights.js';
import { CreateRecognitionCalls1778950000001 } from './1778950000001-create-recognition-calls.js';
import { CreateIncidentReleases1778950000002 } from './1778950000002-create-incident-releases.js';
import { CreateRetention1778800000004 } from './1778800000004-create-retention.js';
import { PruneAgain1778900000005 } from './1778900000005-prune-again.js';
import { CreateUndeliverable1772600000001 } from './1772600000001-create-undeliverable.js';
import { CreateWordSearch1772400000001 } from './1772400000001-create-word-search.js';
import { CreateCases1778600000001 } from './1778600000001-create-cases.js';
import { CreateClosing1778600000002 } from './1778600000002-create-closing.js';
import { CreateInboxAliases1772460000001 } from './1772460000001-create-inbox-aliases.js';
import { CreateQuarantine1772500000001 } from './1772500000001-create-quarantine.js';
import { CreateDesk1778000000001 } from './1778000000001-create-desk.js';
import { CreateCollaboration1778400000002 } from './1778400000002-create-collaboration.js';
import { CreateAnnouncements1779310000001 } from './1779310000001-create-announcements.js';
import { CreateArticleOpinions1779370000001 } from './1779370000001-create-article-opinions.js';
import { KeepReadPosition1779380000002 } from './1779380000002-keep-read-position.js';
import { CreateInboxReasons1779380000001 } from './1779380000001-create-inbox-reasons.js';
import { SamplePassages1779280000001 } from './1779280000001-sample-passages.js';
import { CreateRouting1778400000001 } from './1778400000001-create-routing.js';
import { CreateReportDays1778700000003 } from './1778700000003-create-report-days.js';
import { CreateSignIn1778900000001 } from './1778900000001-create-sign-in.js';
import { CreateReports1778700000002 } from './1778700000002-create-reports.js';
import { CreateSurveys1778700000001 } from './1778700000001-create-surveys.js';
import { CreateIncidents1778300000004 } from './1778300000004-create-incidents.js';
import { CreateMeasures1778300000005 } from './1778300000005-create-measures.js';
import { CreateChannelAlarms1778300000006 } from './1778300000006-create-channel-alarms.js';
import { CreatePages1778300000002 } from './1778300000002-create-pages.js';
import { CreatePlans1778300000003 } from './1778300000003-create-plans.js';
import { CreateRuleRuns1778300000001 } from './1778300000001-create-rule-runs.js';
import { CreateContactOffers1772500000002 } from './1772500000002-create-contact-offers.js';
import { CreateBot1778200000002 } from './1778200000002-create-bot.js';
import { CreateRecognition1778200000001 } from './1778200000001-create-recognition.js';
import { CreateKnowledge1778500000001 } from './1778500000001-create-knowledge.js';
import { CreateChecklists1778500000002 } from './1778500000002-create-checklists.js';
import { CreateClocks1778100000001 } from './1778100000001-create-clocks.js';
import { CreateBookings1778500000003 } from './1778500000003-create-bookings.js';
import { CreateSettingsVersions1779100000001 } from './1779100000001-create-settings-versions.js';
import { CreateHolidayHashes1779100000002 } from './1779100000002-create-holiday-hashes.js';
import { CreateUndoMarks1779100000003 } from './1779100000003-create-undo-marks.js';
import { CreateSettingsSources1779200000001 } from './1779200000001-create-settings-sources.js';
import { CreateTurns1779270000001 } from './1779270000001-create-turns.js';
import { CreateReportTickets1779270000002 } from './1779270000002-create-report-tickets.js';
import { CountByInbox1779210000002 } from './1779210000002-count-by-inbox.js';
import { CountUnanswered1779210000001 } from './1779210000001-count-unanswered.js';
import { HoldRefusedTickets1779250000001 } from './1779250000001-hold-refused-tickets.js';
import { RemindOfReviews1779250000002 } from './1779250000002-remind-of-reviews.js';
import { CreateTakingBack1779240000001 } from './1779240000001-create-taking-back.js';
import { TouchCustomersForATime1779250000003 } from './1779250000003-touch-customers-for-a-time.js';
import { CreateTeamwork1778500000004 } from './1778500000004-create-teamwork.js';
import { AddContactPhone1779260000001 } from './1779260000001-add-contact-phone.js';
import { AddMeasureRecordings1779260000002 } from './1779260000002-add-measure-recordings.js';
import { CreateDrafts1779300000003 } from './1779300000003-create-drafts.js';
import { CreateViews1779300000002 } from './1779300000002-create-views.js';
import { CreateEntryWords1779300000001 } from './1779300000001-create-entry-words.js';
import { CreateFirstRun1779350000001 } from './1779350000001-create-first-run.js';
import { SwitchInboxes1779360000002 } from './1779360000002-switch-inboxes.js';
import { CreateReconciliations1779360000003 } from './1779360000003-create-reconciliations.js';

export const ticketingMigrations: RoomMigrations = {
  room: 'ticketing',
  floor: 5,
  migrations: [
    CreateTicketing1772000000001,
    CreateAccess1772100000001,
    CreateEffects1772200000001,
    CreateInboxOrder1772300000001,
    CreateWordSearch1772400000001,
    CreateInboxAliases1772460000001,
    CreateQuarantine1772500000001,
    CreateContactOffers1772500000002,
    CreateUndeliverable1772600000001,
    CreateActivityKeys1772700000001,
    BindContactOffers1772650000001,
    CreateQuarantineMarks1772650000002,
    CreateContactMerges1772800000001,
    CreateHandling1772800000002,
    CreateExtensions1772800000003,
    CreateLiveConversations1772900000001,
    CreateTranscriptMails1772900000002,
    CreateTicketReference1772950000001,
    CreateReplyWindows1772960000001,
    CreateReroutedReplies1772960000002,
    CreateDesk1778000000001,
    CreateRecognition1778200000001,
    CreateBot1778200000002,
    CreateRouting1778400000001,
    CreateCollaboration1778400000002,
    CreateSurveys1778700000001,
    CreateReports1778700000002,
    CreateReportDays1778700000003,
    CreateKnowledge1778500000001,
    CreateChecklists1778500000002,
    CreateClocks1778100000001,
    CreateCases1778600000001,
    CreateClosing1778600000002,
    CreateRuleRuns1778300000001,
    CreateAudit1778800000001,
    CreateWebhooks1778800000002,
    CreateRights1778800000003,
    CreateBookings1778500000003,
    ...[
      CreatePages1778300000002,
      CreatePlans1778300000003,
      CreateIncidents1778300000004,
      CreateMeasures1778300000005,
      CreateChannelAlarms1778300000006,
    ],
    CreateTeamwork1778500000004,
    CreateRetention1778800000004,
    CreateSignIn1778900000001,
    CreateRecognitionCalls1778950000001,
    CreateIncidentReleases1778950000002,
    CreateSettingsVersions1779100000001,
    CreateHolidayHashes1779100000002,
    CreateUndoMarks1779100000003,
    CreateSettingsSources1779200000001,
    CreateTurns1779270000001,
    CreateReportTickets1779270000002,
    CountUnanswered1779210000001,
    CountByInbox1779210000002,
    HoldRefusedTickets1779250000001,
    RemindOfReviews1779250000002,
    CreateTakingBack1779240000001,
    TouchCustomersForATime1779250000003,
    PruneAgain1778900000005,
    AddContactPhone1779260000001,
    AddMeasureRecordings1779260000002,
    SamplePassages1779280000001,
    CreateEntryWords1779300000001,
    CreateViews1779300000002,
    CreateDrafts1779300000003,
    CreateFirstRun1779350000001,
    CreateAnnouncements1779310000001,
    CreateArticleOpinions1779370000001,
    CreateInboxReasons1779380000001,
    KeepReadPosition1779380000002,
    SwitchInboxes1779360000002,
    CreateReconciliations1779360000003,
    CreateRingingCalls1779390000001,
    ListMeasures1779400000001,
    HandCallsOver1779410000001,
  ],
};
