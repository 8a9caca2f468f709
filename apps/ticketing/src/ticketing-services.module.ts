import { Module } from '@nestjs/common';
import { SECRET_KEY } from '#runtime';
import type { SecretKey } from '#runtime';
import { Acknowledger } from './acknowledgements/acknowledger.js';
import { AddressActivityRepository } from './acknowledgements/address-activity.repository.js';
import { AgentDirectory } from './agents/agent-directory.js';
import { AcknowledgementWays } from './acknowledgements/acknowledgement-ways.js';
import { FloodWatch } from './acknowledgements/flood-watch.js';
import { ProgressTeller } from './acknowledgements/progress-teller.js';
import { ProgressRepository } from './acknowledgements/progress.repository.js';
import { AgentRepository } from './agents/agent.repository.js';
import { ContactProfiles } from './contacts/contact-profiles.js';
import { ContactOfferRepository } from './contacts/contact-offer.repository.js';
import { ContactOfferService } from './contacts/contact-offer.service.js';
import { ContactOfferer } from './contacts/contact-offerer.js';
import { ContactConfirmationService } from './contacts/contact-confirmation.service.js';
import { ContactMergeRepository } from './contacts/contact-merge.repository.js';
import { ContactMergeService } from './contacts/contact-merge.service.js';
import { ContactReader } from './contacts/contact-reader.js';
import { ProvedTogether } from './contacts/proved-together.js';
import { ContactRepository } from './contacts/contact.repository.js';
import { ConversationTeller } from './conversations/conversation-teller.js';
import { LiveConversationRepository } from './conversations/live-conversation.repository.js';
import { WaitingLine } from './conversations/waiting-line.js';
import { DeskModule } from './desk/desk.module.js';
import { DeskService } from './desk/desk.service.js';
import { GroupDirectory } from './groups/group-directory.js';
import { InboxDirectory } from './inboxes/inbox-directory.js';
import { InboxOrders } from './inboxes/inbox-orders.js';
import { InboxRepository } from './inboxes/inbox.repository.js';
import { BatchIntake } from './intake/batch-intake.js';
import { BatchPlanner } from './intake/batch-planner.js';
import { BatchResolver } from './intake/batch-resolver.js';
import { BatchWriter } from './intake/batch-writer.js';
import { ConversationEventFollower } from './intake/conversation-event-follower.js';
import { HandlingFollower } from './intake/handling.js';
import { RingingCalls } from './ringing/ringing-calls.js';
import { TaskRepository } from './tasks/task.repository.js';
import { TaskService } from './tasks/task.service.js';
import { EntryChanges } from './intake/entry-changes.js';
import { LearnedAuthors } from './intake/learned-authors.js';
import { MessageClaimRepository } from './intake/message-claim.repository.js';
import { LedgerReader } from './ledger/ledger-reader.js';
import { LinkMerger } from './moves/link-merger.js';
import { MoveRepository } from './moves/move.repository.js';
import { MoveService } from './moves/move.service.js';
import { Mover } from './moves/mover.js';
import { ReviewService } from './moves/review.service.js';
import { ProgressLinks } from './progress/progress-links.js';
import { NumberDrawer } from './numbering/number-drawer.js';
import { QuarantineRepository } from './quarantine/quarantine.repository.js';
import { QuarantinedSenders } from './quarantine/quarantined-senders.js';
import { QuarantineService } from './quarantine/quarantine.service.js';
import { AttachmentNamer } from './replies/attachment-namer.js';
import { DeliveryIntake } from './replies/delivery-intake.js';
import { RecallService } from './replies/recall.service.js';
import { ReplyChannels } from './replies/reply-channels.js';
import { ReplyFitter } from './replies/reply-fitter.js';
import { TypingTeller } from './replies/typing-teller.js';
import { ReplyComposer } from './replies/reply-composer.js';
import { ReplyRerouter } from './replies/reply-rerouter.js';
import { ReplyWindowRepository } from './replies/reply-window.repository.js';
import { AccountDataStop } from './account-data/account-data-stop.js';
import { ReplyService } from './replies/reply.service.js';
import { HeldReplies } from './replies/held-replies.js';
import { Timers } from './timers/timers.js';
import { TicketTokens } from './replies/ticket-token.js';
import { TokenReader } from './replies/token-reader.js';
import { SurveyReplies } from './surveys/survey-replies.js';
import { Effects } from './idempotency/effects.js';
import { RequestRepository } from './idempotency/request.repository.js';
import { HoursModule } from './service-levels/hours/hours.module.js';
import { EditGuards } from './tickets/edit-guards.js';
import { EntryReader } from './tickets/entry-reader.js';
import { EntryRepository } from './tickets/entry.repository.js';
import { TicketChanger } from './tickets/ticket-changer.js';
import { TicketEditor } from './tickets/ticket-editor.js';
import { TicketOpener } from './tickets/ticket-opener.js';
import { OriginNames } from './tickets/origin-names.js';
import { TicketReader } from './tickets/ticket-reader.js';
import { TicketRepository } from './tickets/ticket.repository.js';
import { TicketWork } from './tickets/ticket-work.js';
import { TurnKeepers } from './tickets/turn-keepers.js';
import { TranscriptSender } from './transcripts/transcript-sender.js';

/** What the HTTP side calls. */
const services = [
  ...[EditGuards, TurnKeepers],
  AgentDirectory,
  ContactProfiles,
  DeskService,
  GroupDirectory,
  ContactConfirmationService,
  ContactMergeService,
  ContactOfferService,
  ContactReader,
  ConversationTeller,
  ContactRepository,
  Effects,
  EntryReader,
  EntryRepository,
  ...[ConversationTeller, LiveConversationRepository],
  InboxDirectory,
  InboxOrders,
  LedgerReader,
  MoveService,
  NumberDrawer,
  QuarantineService,
  QuarantinedSenders,
  RecallService,
  ReplyChannels,
  ...[ReplyWindowRepository, ReplyComposer, ReplyRerouter],
  TypingTeller,
  ReplyService,
  Timers,
  RequestRepository,
  ReviewService,
  RingingCalls,
  TaskRepository,
  TaskService,
  TicketChanger,
  TicketEditor,
  TicketOpener,
  OriginNames,
  TicketReader,
  TicketRepository,
  TicketWork,
  WaitingLine,
  ...[AcknowledgementWays, ProgressLinks],
];

const inner = [
  HeldReplies,
  AttachmentNamer,
  AccountDataStop,
  ...[Acknowledger, AddressActivityRepository, FloodWatch, ProgressRepository, ProgressTeller, InboxRepository, NumberDrawer],
  ...[Acknowledger, AddressActivityRepository, FloodWatch, ProgressRepository, ProgressTeller, InboxRepository],
  ...[BatchIntake, BatchPlanner, BatchResolver, BatchWriter, EntryChanges, LearnedAuthors, MessageClaimRepository],
  ...[LinkMerger, MoveRepository, Mover, QuarantineRepository, DeliveryIntake, TokenReader],
  ...[AgentRepository, ContactOfferer, ContactOfferRepository, ContactMergeRepository, ProvedTogether, ReplyFitter, HandlingFollower],
  ...[LiveConversationRepository],
  ...[ConversationEventFollower, TranscriptSender],
  ...[ConversationTeller, LiveConversationRepository],
  ...[ConversationEventFollower, TranscriptSender, SurveyReplies],
];

/** The domain without doors: no consumers, no HTTP. */
@Module({
  imports: [DeskModule, HoursModule],
  providers: [
    ...services,
    ...inner,
    {
      provide: TicketTokens,
      useFactory: (secret: SecretKey) => new TicketTokens(secret.deriveAll('ticket-token')),
      inject: [SECRET_KEY],
    },
  ],
  exports: [DeskModule, ...services, BatchIntake, DeliveryIntake, InboxRepository, TicketTokens],
})
export class TicketingServicesModule {}
