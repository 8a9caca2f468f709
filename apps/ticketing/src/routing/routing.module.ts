import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { AgentWork } from './agents/agent-work.service.js';
import { AgentWorkRepository } from './agents/agent-work.repository.js';
import { SignsOfLifeModule } from '../realtime/signs-of-life.js';
import { RulesModule } from '../rules/rules.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { AgentRoster } from './agents/agent-roster.js';
import { AssignmentBook } from './assignments/assignment-book.js';
import { AssignmentRepository } from './assignments/assignment.repository.js';
import { AssignmentService } from './assignments/assignment.service.js';
import { LeftTickets } from './agents/left-tickets.js';
import { AgentLeaving } from './agents/agent-leaving.js';
import { GroupRemoval } from './groups/group-removal.js';
import { Successions } from './groups/successions.js';
import { GroupMembers } from './groups/group-members.js';
import { Matcher } from './assignments/matcher.js';
import { CollaborationWatch } from './collaboration/collaboration-watch.js';
import { ConsultationRepository } from './collaboration/consultation.repository.js';
import { ConsultationService } from './collaboration/consultation.service.js';
import { Experts } from './collaboration/experts.js';
import { GroupTasks } from './collaboration/group-tasks.js';
import { JointHandlingActions } from './collaboration/joint-handling-actions.js';
import { HandOverReader } from './collaboration/hand-over.js';
import { EscalationActions } from './escalations/escalation-actions.js';
import { EscalationRepository } from './escalations/escalation.repository.js';
import { EscalationUndo } from './escalations/escalation-undo.js';
import { EscalationService } from './escalations/escalation.service.js';
import { GroupHours } from './group-hours.js';
import { AgentPresence } from './presence/agent-presence.js';
import { PresenceEffects } from './presence/presence-effects.js';
import { LiveChats } from './presence/live-chats.js';
import { RoutingFollower } from './routing-follower.js';
import { ShiftReader } from './shifts/shift-reader.js';
import { DueTimes } from './waiting/due-times.js';
import { PreferredAgents } from './waiting/preferred-agents.js';
import { Refusals } from './waiting/refusals.js';
import { Router } from './waiting/router.js';
import { RoutingHolds } from './waiting/routing-holds.js';
import { WaitingLineKeeper } from './waiting/waiting-line-keeper.js';
import { WaitingSurroundings } from './waiting/waiting-surroundings.js';
import { WaitingTicketRepository } from './waiting/waiting-ticket.repository.js';

const services = [
  ...[AgentPresence, AgentLeaving, AgentRoster, AgentWork, AssignmentRepository, AssignmentService, DueTimes],
  ...[GroupHours, GroupMembers, GroupRemoval, LiveChats, Matcher, Router, RoutingHolds, ShiftReader],
];
const collaboration = [
  ...[ConsultationRepository, ConsultationService, EscalationRepository, EscalationService, EscalationUndo],
  ...[Experts, GroupTasks, HandOverReader],
];
const inner = [
  CollaborationWatch,
  ...[EscalationActions, JointHandlingActions],
  ...[AgentWorkRepository, AssignmentBook, PreferredAgents, PresenceEffects, RoutingFollower, Successions],
  ...[LeftTickets, Refusals],
  ...[WaitingLineKeeper, WaitingSurroundings, WaitingTicketRepository],
];

/** Who gets a ticket. */
@Module({
  imports: [DeskWorkModule, HoursModule, RulesModule, SignsOfLifeModule],
  providers: [...services, ...collaboration, ...inner],
  exports: [...services, ...collaboration],
})
export class RoutingModule {}
