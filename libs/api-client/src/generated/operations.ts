// Made by `npm run generate` of docs/openapi.json.

import type * as schemas from './schemas.js';

export interface Operations {
  /** Products of a contact */
  'GET /contacts/{contactId}/products': { path: { contactId: string }; answer: schemas.ProductPage };
  /** Say what a contact has */
  'PUT /contacts/{contactId}/products': { path: { contactId: string }; body: schemas.ProductList; answer: schemas.ProductPage };
  /** Orders of a contact, newest first */
  'GET /contacts/{contactId}/orders': { path: { contactId: string }; answer: schemas.OrderPage };
  /** Tell of orders */
  'PUT /contacts/{contactId}/orders': { path: { contactId: string }; body: schemas.OrderList; answer: schemas.OrderPage };
  /** Orders a ticket is linked with, and what its contact has */
  'GET /tickets/{id}/purchases': { path: { id: string }; answer: schemas.TicketPurchases };
  /** Link a ticket with an order */
  'POST /tickets/{id}/orders': { path: { id: string }; body: schemas.OrderLink; answer: schemas.TicketPurchases };
  /** Take the link with an order away */
  'DELETE /tickets/{id}/orders/{number}': { path: { id: string; number: string }; answer: schemas.TicketPurchases };
  /** Change many tickets at once */
  'POST /bulk-actions': { body: schemas.NewBulkAction; answer: schemas.BulkAction };
  /** Take a change back */
  'DELETE /bulk-actions/{actionId}': { path: { actionId: string }; answer: schemas.BulkAction };
  /** What people changed of a ticket, newest first */
  'GET /tickets/{id}/changes': { path: { id: string }; query?: { since?: string }; answer: schemas.TicketChangeList };
  /** Macros of the desk */
  'GET /macros': { answer: schemas.MacroPage };
  /** Do what a macro says */
  'POST /tickets/{id}/macro-runs': { path: { id: string }; body: schemas.MacroRun; answer: schemas.BulkAction };
  /** Tickets that sleep, next first */
  'GET /snoozes': { answer: schemas.SnoozePage };
  /** Who watches a ticket */
  'GET /tickets/{id}/watchers': { path: { id: string }; answer: schemas.WatcherPage };
  /** Let an agent watch a ticket */
  'PUT /tickets/{id}/watchers/{agentId}': { path: { id: string; agentId: string }; answer: schemas.WatcherPage };
  /** He watches no more */
  'DELETE /tickets/{id}/watchers/{agentId}': { path: { id: string; agentId: string }; answer: schemas.WatcherPage };
  /** Tickets it is linked with */
  'GET /tickets/{id}/links': { path: { id: string }; answer: schemas.TicketLinkPage };
  /** Link it with another ticket */
  'POST /tickets/{id}/links': { path: { id: string }; body: schemas.NewTicketLink; answer: schemas.TicketLink };
  /** Take a link away */
  'DELETE /tickets/{id}/links/{linkId}': { path: { id: string; linkId: string }; answer: void };
  /** Let a ticket sleep */
  'PUT /tickets/{id}/snooze': { path: { id: string }; body: schemas.NewSnooze; answer: schemas.Snooze };
  /** Wake a ticket */
  'DELETE /tickets/{id}/snooze': { path: { id: string }; answer: void };
  /** What is to be reviewed, and what was */
  'GET /entry-reviews': { query?: { limit?: number; sheet?: string; state?: "waiting" | "reviewed"; agent?: string; entry?: string }; answer: schemas.EntryReviewPage };
  /** How much was reviewed */
  'GET /entry-reviews/share': { query?: { from?: string; to?: string }; answer: schemas.ReviewedSharePage };
  /** Give points by the sheet */
  'PUT /entry-reviews/{reviewId}': { path: { reviewId: string }; body: schemas.ReviewScores; answer: schemas.EntryReview };
  /** Register a visit to a branch */
  'POST /visits': { body: schemas.NewVisit; answer: schemas.Visit };
  /** A visit, by ticket or receipt */
  'GET /visits/{visitId}': { path: { visitId: string }; query?: { language?: string }; answer: schemas.Visit };
  /** Times that are free */
  'GET /bookings/slots': { query?: { service?: string; from?: string; to?: string }; answer: schemas.SlotPage };
  /** Bookings in order of their times */
  'GET /bookings': { query?: { service?: string; contact?: string; ticket?: string; from?: string; to?: string }; answer: schemas.BookingPage };
  /** Book a time */
  'POST /bookings': { body: schemas.NewBooking; answer: schemas.Booking };
  /** Move a booking to another time */
  'PATCH /bookings/{bookingId}': { path: { bookingId: string }; body: schemas.BookingMove; answer: schemas.Booking };
  /** Cancel a booking */
  'POST /bookings/{bookingId}/cancellation': { path: { bookingId: string }; body: schemas.BookingCancel; answer: schemas.Booking };
  /** Templates for a ticket, filled, in the customer’s language */
  'GET /tickets/{id}/templates': { path: { id: string }; query?: { kind?: "reply" | "script" | "data-collection" | "dispute" | "automatic"; language?: string }; answer: schemas.OfferedTemplatePage };
  /** Send a template to the customer */
  'POST /tickets/{id}/template-sendings': { path: { id: string }; body: schemas.TemplateSending; answer: schemas.Entry };
  /** Record key points of a call while it lasts */
  'POST /tickets/{id}/call-points': { path: { id: string }; body: schemas.CallPoints; answer: schemas.RecordedCallPoints };
  /** Checklists that suit the ticket, and those that ran */
  'GET /tickets/{id}/checklists': { path: { id: string }; query?: { symptom?: string; productLine?: string }; answer: schemas.TicketChecklists };
  /** Begin a checklist */
  'POST /tickets/{id}/checklists': { path: { id: string }; body: schemas.ChecklistStart; answer: schemas.ChecklistRun };
  /** What came of a step */
  'PUT /tickets/{id}/checklists/{runId}/steps/{step}': { path: { id: string; runId: string; step: string }; body: schemas.StepOutcome; answer: schemas.ChecklistRun };
  /** Send the next steps of a guidance */
  'POST /tickets/{id}/checklists/{runId}/next-steps': { path: { id: string; runId: string }; body: schemas.GuidanceStep; answer: schemas.ChecklistRun };
  /** End a checklist */
  'POST /tickets/{id}/checklists/{runId}/end': { path: { id: string; runId: string }; body: schemas.ChecklistEnd; answer: schemas.ChecklistRun };
  /** Checks a customer can do himself */
  'GET /help/checklists': { query?: { language?: string; category?: string; symptom?: string; productLine?: string; q?: string }; answer: schemas.OfferedChecklistPage };
  /** What the help has: sections, product lines, links */
  'GET /help': { query?: { language?: string }; answer: schemas.Help };
  /** Articles that answer a question, best first */
  'GET /help/search': { query?: { q?: string; section?: string; productLine?: string; language?: string; limit?: number; typing?: string }; answer: schemas.FoundArticlePage };
  /** Articles of a section */
  'GET /help/articles': { query?: { language?: string; section?: string; limit?: number; cursor?: string }; answer: schemas.HelpArticlePage };
  /** One article */
  'GET /help/articles/{articleId}': { path: { articleId: string }; query?: { language?: string }; answer: schemas.HelpArticle };
  /** Whether an article helped, and why */
  'PUT /help/articles/{articleId}/opinions/{opinionId}': { path: { articleId: string; opinionId: string }; body: schemas.ArticleOpinionInput; answer: schemas.ArticleOpinion };
  /** A picture of an article */
  'GET /help/articles/{articleId}/pictures/{ref}': { path: { articleId: string; ref: string }; answer: Uint8Array };
  /** Articles that may answer the customer */
  'GET /tickets/{id}/suggested-articles': { path: { id: string }; answer: schemas.FoundArticlePage };
  /** Articles that were linked or sent */
  'GET /tickets/{id}/articles': { path: { id: string }; answer: schemas.ArticleUsePage };
  /** Link the ticket with an article */
  'POST /tickets/{id}/articles': { path: { id: string }; body: schemas.ArticleLinkWish; answer: schemas.ArticleLink };
  /** Take the link away */
  'DELETE /tickets/{id}/articles/{articleId}': { path: { id: string; articleId: string }; answer: void };
  /** Send an article to the customer */
  'POST /tickets/{id}/article-sendings': { path: { id: string }; body: schemas.ArticleSending; answer: schemas.Entry };
  /** Make a draft of the help of the ticket’s solution */
  'POST /tickets/{id}/solution-draft': { path: { id: string }; body: schemas.SolutionDraft; answer: schemas.Article };
  /** Articles, last changed first */
  'GET /knowledge/articles': { query?: { limit?: number; cursor?: string; language?: string; state?: "draft" | "published" | "archived"; section?: string; productLine?: string; visibility?: "public" | "internal"; ticket?: string }; answer: schemas.ArticlePage };
  /** Write an article */
  'POST /knowledge/articles': { body: schemas.NewArticle; answer: schemas.Article };
  /** One article, by id or key */
  'GET /knowledge/articles/{articleId}': { path: { articleId: string }; answer: schemas.Article };
  /** Change what an article says */
  'PATCH /knowledge/articles/{articleId}': { path: { articleId: string }; body: schemas.ArticleChange; answer: schemas.Article };
  /** All that an article ever said, newest first */
  'GET /knowledge/articles/{articleId}/versions': { path: { articleId: string }; answer: schemas.ArticleVersionPage };
  /** Whether an article helped its readers, and what they said */
  'GET /knowledge/articles/{articleId}/opinions': { path: { articleId: string }; answer: schemas.ArticleOpinions };
  /** Take out what a reader said of an article */
  'DELETE /knowledge/articles/{articleId}/opinions/{opinionId}/words': { path: { articleId: string; opinionId: string }; answer: void };
  /** Show the newest text to readers */
  'POST /knowledge/articles/{articleId}/publication': { path: { articleId: string }; body: schemas.Publication; answer: schemas.Article };
  /** Show it to nobody any more */
  'POST /knowledge/articles/{articleId}/archiving': { path: { articleId: string }; body: schemas.Archiving; answer: schemas.Article };
  /** Somebody looked whether it still holds */
  'POST /knowledge/articles/{articleId}/reviews': { path: { articleId: string }; body: schemas.ArticleReview; answer: schemas.Article };
  /** Articles that answer a question, best first */
  'GET /knowledge/search': { query?: { q?: string; section?: string; productLine?: string; language?: string; limit?: number; typing?: string }; answer: schemas.FoundArticlePage };
  /** What people looked for in vain, most often first */
  'GET /knowledge/unanswered-searches': { query?: { limit?: number }; answer: schemas.AskedQuestionPage };
  /** A search without a hit was dealt with */
  'POST /knowledge/unanswered-searches/dealt-with': { body: schemas.DealtWith; answer: void };
  /** Articles to look at this month, whether they still hold */
  'GET /knowledge/reviews': { query?: { limit?: number; cursor?: string; language?: string; month?: string }; answer: schemas.ArticlePage };
  /** Problems that came again and again */
  'GET /knowledge/problems': { query?: { from?: string; to?: string; least?: number; limit?: number }; answer: schemas.TypicalProblemPage };
  /** Drafts that were proposed of recurring problems */
  'GET /knowledge/proposals': { query?: { limit?: number }; answer: schemas.ProposalPage };
  /** Whether articles helped their readers, those that did not first */
  'GET /knowledge/opinions': { query?: { limit?: number }; answer: schemas.CountedArticlePage };
  /** Bring many articles in */
  'POST /knowledge/imports': { body: schemas.ArticleImport; answer: schemas.ImportedArticles };
  /** Tickets of all states and boxes unless filtered */
  'GET /tickets': { query?: { limit?: number; cursor?: string; sort?: "opened" | "updated"; status?: ("new" | "open" | "pending" | "solved" | "closed")[]; priority?: ("low" | "normal" | "high" | "urgent")[]; category?: string; requestType?: string; tag?: string; group?: string; assignee?: string; overdue?: string; watching?: string; snoozed?: string; contact?: string; channel?: string; inboxId?: string; q?: string; text?: string; box?: "review" | "quarantine" | "folded"; updatedSince?: string }; answer: schemas.TicketPage };
  /** Open a ticket by hand */
  'POST /tickets': { body: schemas.NewTicket; answer: schemas.Ticket };
  /** One ticket, by id or number */
  'GET /tickets/{id}': { path: { id: string }; answer: schemas.Ticket };
  /** Change a ticket */
  'PATCH /tickets/{id}': { path: { id: string }; body: schemas.TicketChange; answer: schemas.ChangedTicket };
  /** The thread of a ticket */
  'GET /tickets/{id}/entries': { path: { id: string }; query?: { limit?: number; cursor?: string; order?: "asc" | "desc"; after?: number }; answer: schemas.EntryPage };
  /** Write a note that only agents see */
  'POST /tickets/{id}/notes': { path: { id: string }; body: schemas.Note; answer: schemas.Entry };
  /** Rules that ran on a ticket, newest first, each with why */
  'GET /tickets/{id}/rule-runs': { path: { id: string }; answer: schemas.RuleRunList };
  /** Rehearse a changed desk over the past days */
  'POST /desk/rehearsals': { body: schemas.NewRehearsal; answer: schemas.Rehearsal };
  /** Who is on duty now, by rota */
  'GET /duty': { answer: schemas.DutyList };
  /** Who was called to a ticket, newest call first */
  'GET /tickets/{id}/page-calls': { path: { id: string }; answer: schemas.PageCallList };
  /** Call who is on duty */
  'POST /tickets/{id}/page-calls': { path: { id: string }; body: schemas.NewPageCall; answer: schemas.PageCallList };
  /** Take an emergency that somebody was called to */
  'POST /page-calls/{callId}/acknowledgement': { path: { callId: string }; answer: schemas.PageCallList };
  /** Plans that run or ran on a ticket, newest first */
  'GET /tickets/{id}/plan-runs': { path: { id: string }; answer: schemas.PlanRunList };
  /** Start a plan on a ticket */
  'POST /tickets/{id}/plan-runs': { path: { id: string }; body: schemas.NewPlanRun; answer: schemas.PlanRunList };
  /** A step of a plan is done */
  'POST /plan-steps/{stepId}/done': { path: { stepId: string }; body: schemas.StepResult; answer: schemas.PlanRunList };
  /** Report how an emergency stands, to all who are named in its plan */
  'POST /plan-runs/{runId}/reports': { path: { runId: string }; body: schemas.NewReport; answer: schemas.PlanRunList };
  /** What somebody was called to, with a button to take it */
  'GET /page-links/{token}': { path: { token: string }; answer: Uint8Array };
  /** Take an emergency by the link */
  'POST /page-links/{token}': { path: { token: string }; answer: Uint8Array };
  /** Incidents, newest first */
  'GET /incidents': { query?: { limit?: number; cursor?: string; state?: "open" | "closed"; ticket?: string }; answer: schemas.IncidentPage };
  /** Make a ticket the problem of an incident */
  'POST /incidents': { body: schemas.NewIncident; answer: schemas.Incident };
  /** An incident */
  'GET /incidents/{incidentId}': { path: { incidentId: string }; answer: schemas.Incident };
  /** Whom it touches, and what each was told */
  'GET /incidents/{incidentId}/customers': { path: { incidentId: string }; query?: { limit?: number; cursor?: string }; answer: schemas.IncidentCustomerPage };
  /** Link customers by hand, with their tickets, or by what the desk knows of them */
  'POST /incidents/{incidentId}/customers': { path: { incidentId: string }; body: schemas.NewIncidentCustomers; answer: schemas.Incident };
  /** Take a customer out of an incident that does not touch him, with his tickets */
  'DELETE /incidents/{incidentId}/customers/{contactId}': { path: { incidentId: string; contactId: string }; answer: schemas.Incident };
  /** Take a ticket out of an incident */
  'DELETE /incidents/{incidentId}/tickets/{ticketId}': { path: { incidentId: string; ticketId: string }; answer: schemas.Incident };
  /** Tell everybody it touches, on their channels, once each */
  'POST /incidents/{incidentId}/notices': { path: { incidentId: string }; body: schemas.NewIncidentNotice; answer: schemas.Incident };
  /** The incident is over */
  'POST /incidents/{incidentId}/closure': { path: { incidentId: string }; body: schemas.IncidentClosure; answer: schemas.Incident };
  /** Length of it for each customer, and what he would get */
  'GET /incidents/{incidentId}/impact': { path: { incidentId: string }; query?: { policy?: string }; answer: schemas.IncidentImpact };
  /** Compensations, oldest first */
  'GET /compensations': { query?: { limit?: number; cursor?: string; state?: "proposed" | "approved" | "refused"; ticket?: string; incident?: string }; answer: schemas.CompensationPage };
  /** Propose a compensation on a ticket */
  'POST /tickets/{id}/compensations': { path: { id: string }; body: schemas.NewCompensation; answer: schemas.CompensationPage };
  /** Compensations of a ticket, oldest first */
  'GET /tickets/{id}/compensations': { path: { id: string }; answer: schemas.CompensationPage };
  /** Propose a compensation for everybody an incident touched, by its length and their plans */
  'POST /incidents/{incidentId}/compensations': { path: { incidentId: string }; body: schemas.NewCompensations; answer: schemas.CompensationPage };
  /** Approve or refuse a compensation */
  'POST /compensations/{compensationId}/decision': { path: { compensationId: string }; body: schemas.CompensationDecision; answer: schemas.Compensation };
  /** Take the decision about a compensation back */
  'DELETE /compensations/{compensationId}/decision': { path: { compensationId: string }; answer: schemas.Compensation };
  /** Measures of a ticket, oldest first */
  'GET /tickets/{id}/measures': { path: { id: string }; answer: schemas.MeasureList };
  /** Tell the customer of a measure and its risk, and ask for his consent */
  'POST /tickets/{id}/measures': { path: { id: string }; body: schemas.NewMeasure; answer: schemas.Measure };
  /** Measures of all tickets that I see, newest first */
  'GET /measures': { query?: { limit?: number; cursor?: string; state?: "asked" | "consented" | "refused" | "running" | "ended"; kind?: string }; answer: schemas.MeasurePage };
  /** Record whether he consented, who and how */
  'POST /measures/{measureId}/consent': { path: { measureId: string }; body: schemas.Consent; answer: schemas.Measure };
  /** Begin it; refused without consent */
  'POST /measures/{measureId}/start': { path: { measureId: string }; answer: schemas.Measure };
  /** End it, with its recording: a file that was uploaded, or where it is kept */
  'POST /measures/{measureId}/end': { path: { measureId: string }; body: schemas.MeasureEnd; answer: schemas.Measure };
  /** Channels that have no people or no connection, or had none, newest first */
  'GET /channel-alarms': { query?: { state?: "open" | "over" }; answer: schemas.ChannelAlarmList };
  /** Answer the customer */
  'POST /tickets/{id}/replies': { path: { id: string }; body: schemas.Reply; answer: schemas.Entry };
  /** Take an answer back before it goes out */
  'DELETE /tickets/{id}/replies/{entryId}': { path: { id: string; entryId: string }; answer: schemas.TakenBackReply };
  /** What would become of an answer */
  'POST /tickets/{id}/replies/preview': { path: { id: string }; body: schemas.Reply; answer: schemas.ReplyPreview };
  /** Ways to answer the customer, with their limits */
  'GET /tickets/{id}/reply-channels': { path: { id: string }; answer: schemas.ReplyChannelList };
  /** Show the customer that an answer is being typed */
  'POST /tickets/{id}/typing': { path: { id: string }; body: schemas.TypingTold; answer: void };
  /** An agent looked at the thread */
  'POST /tickets/{id}/seen': { path: { id: string }; body: schemas.Seen; answer: void };
  /** How far you have read a thread */
  'GET /tickets/{id}/seen': { path: { id: string }; answer: schemas.ReadUpTo };
  /** Moves, merges and splits that touched a ticket, oldest first */
  'GET /tickets/{id}/moves': { path: { id: string }; answer: schemas.MoveList };
  /** Move entries into another ticket */
  'POST /tickets/{id}/moves': { path: { id: string }; body: schemas.NewMove; answer: schemas.Move };
  /** Merge this ticket into another */
  'POST /tickets/{id}/merges': { path: { id: string }; body: schemas.NewMerge; answer: schemas.Move };
  /** Split entries off into a new ticket */
  'POST /tickets/{id}/splits': { path: { id: string }; body: schemas.NewSplit; answer: schemas.Move };
  /** Undo a move */
  'DELETE /tickets/{id}/moves/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Undo a merge */
  'DELETE /tickets/{id}/merges/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Undo a split */
  'DELETE /tickets/{id}/splits/{moveId}': { path: { id: string; moveId: string }; answer: schemas.Move };
  /** Make the writer of a forwarded message the contact, or not */
  'POST /tickets/{id}/contact-offer': { path: { id: string }; body: schemas.ContactOfferDecision; answer: schemas.Ticket };
  /** Undo the decision about the offered contact */
  'DELETE /tickets/{id}/contact-offer': { path: { id: string }; answer: schemas.Ticket };
  /** Contacts, newest first */
  'GET /contacts': { query?: { limit?: number; cursor?: string; identity?: string; name?: string }; answer: schemas.PersonPage };
  /** One contact */
  'GET /contacts/{id}': { path: { id: string }; answer: schemas.KnownPerson };
  /** Change what the desk knows of a contact */
  'PATCH /contacts/{id}': { path: { id: string }; body: schemas.ContactChange; answer: schemas.KnownPerson };
  /** Merges that a contact took part in, newest first */
  'GET /contacts/{id}/merges': { path: { id: string }; answer: schemas.ContactMergeList };
  /** Make another contact one with this */
  'POST /contacts/{id}/merges': { path: { id: string }; body: schemas.NewContactMerge; answer: schemas.ContactMerge };
  /** Undo a merge of contacts */
  'DELETE /contacts/{id}/merges/{mergeId}': { path: { id: string; mergeId: string }; answer: schemas.ContactMerge };
  /** All that is kept of a person, to be handed to him */
  'GET /contacts/{id}/export': { path: { id: string }; answer: Uint8Array };
  /** What erasing a person would take, and what would stay */
  'GET /contacts/{id}/erasure': { path: { id: string }; answer: schemas.ForeseenErasure };
  /** Erase a person */
  'POST /contacts/{id}/erasure': { path: { id: string }; body: schemas.Erasure; answer: schemas.ErasedPerson };
  /** Send the contact of a ticket a code to one of his addresses */
  'POST /tickets/{id}/confirmations': { path: { id: string }; body: schemas.NewContactConfirmation; answer: schemas.ContactConfirmation };
  /** The code that came back */
  'POST /contacts/{contactId}/confirmations/{id}/answers': { path: { contactId: string; id: string }; body: schemas.ContactConfirmationAnswer; answer: schemas.ContactConfirmation };
  /** Calls on my phone now */
  'GET /session/calls': { answer: schemas.OwnCallList };
  /** Tasks, oldest first */
  'GET /tasks': { query?: { limit?: number; cursor?: string; state?: "open" | "done"; kind?: string; group?: string; ticket?: string }; answer: schemas.TaskPage };
  /** A task is done */
  'POST /tasks/{taskId}/done': { path: { taskId: string }; body: schemas.TaskOutcome; answer: schemas.Task };
  /** A task is not done after all */
  'DELETE /tasks/{taskId}/done': { path: { taskId: string }; answer: schemas.Task };
  /** Take work back that was given to a group */
  'DELETE /tasks/{taskId}': { path: { taskId: string }; answer: void };
  /** Clocks of all tickets: what is due next, or what ran out */
  'GET /clocks': { query?: { limit?: number; cursor?: string; state?: "open" | "breached" | "overdue"; kind?: "response" | "nextResponse" | "resolution" | "progress" | "pickup" | "firstLine" | "greeting"; channel?: string; group?: string }; answer: schemas.ClockPage };
  /** Clocks of a ticket, in the order they began */
  'GET /tickets/{id}/clocks': { path: { id: string }; answer: schemas.ClockList };
  /** You were in touch with the contact by a way that no channel saw */
  'POST /tickets/{id}/contact-records': { path: { id: string }; body: schemas.NewContactRecord; answer: schemas.Entry };
  /** Channels with their hours now, the next opening, and other hours ahead */
  'GET /hours': { answer: schemas.HoursList };
  /** What was changed of a channel’s hours, newest first */
  'GET /hours/{channel}/overrides': { path: { channel: string }; answer: schemas.HoursOverrideList };
  /** Open a channel longer, or close it, for some hours */
  'POST /hours/{channel}/overrides': { path: { channel: string }; body: schemas.NewHoursOverride; answer: schemas.HoursOverride };
  /** Take a change of hours back */
  'DELETE /hours/{channel}/overrides/{overrideId}': { path: { channel: string; overrideId: string }; answer: void };
  /** Notices for who asks, newest first */
  'GET /notices': { query?: { limit?: number; cursor?: string; unseen?: boolean; kind?: string; ticket?: string }; answer: schemas.NoticePage };
  /** A notice was seen by who asks */
  'POST /notices/{noticeId}/seen': { path: { noticeId: string }; answer: void };
  /** Your draft on a ticket, if there is one */
  'GET /tickets/{id}/draft': { path: { id: string }; answer: schemas.OwnDraft };
  /** Save your draft on a ticket */
  'PUT /tickets/{id}/draft': { path: { id: string }; body: schemas.DraftInput; answer: schemas.Draft };
  /** Throw your draft away */
  'DELETE /tickets/{id}/draft': { path: { id: string }; answer: void };
  /** Who else looks at a ticket now */
  'GET /tickets/{id}/viewers': { path: { id: string }; answer: schemas.ViewerPage };
  /** Say that you look at a ticket */
  'PUT /tickets/{id}/viewers/me': { path: { id: string }; body: schemas.Looking; answer: void };
  /** Views of who asks, with counts */
  'GET /views': { answer: schemas.ViewList };
  /** Keep a view */
  'POST /views': { body: schemas.NewView; answer: schemas.View };
  /** Change an own view */
  'PATCH /views/{viewId}': { path: { viewId: string }; body: schemas.ViewChange; answer: schemas.View };
  /** Take an own view away */
  'DELETE /views/{viewId}': { path: { viewId: string }; answer: void };
  /** Feedback, newest first */
  'GET /feedback': { query?: { limit?: number; cursor?: string; kind?: "rating" | "form" | "mail"; low?: boolean; ticket?: string; unseenBy?: string }; answer: schemas.FeedbackPage };
  /** A reader of all feedback has seen this */
  'POST /feedback/{feedbackId}/seen': { path: { feedbackId: string }; body: schemas.SeenBy; answer: schemas.Feedback };
  /** It waits for a reader again */
  'DELETE /feedback/{feedbackId}/seen': { path: { feedbackId: string }; query?: { reader?: string }; answer: schemas.Feedback };
  /** What a survey’s link asks */
  'GET /surveys/{token}': { path: { token: string }; query?: { language?: string }; answer: schemas.Survey };
  /** Answer a survey by its link, once */
  'POST /surveys/{token}/answers': { path: { token: string }; body: schemas.SurveyAnswer; answer: schemas.SurveyTaken };
  /** What an agent asks a customer whom he rings */
  'GET /tickets/{id}/survey': { path: { id: string }; query?: { language?: string }; answer: schemas.Survey };
  /** A rating that a customer told an agent */
  'POST /tickets/{id}/ratings': { path: { id: string }; body: schemas.NewRating; answer: schemas.Feedback };
  /** Ask chosen customers a periodic survey now */
  'POST /survey-rounds': { body: schemas.NewSurveyRound; answer: schemas.SurveyRound };
  /** Reports of this desk */
  'GET /reports': { query?: { language?: string }; answer: schemas.ReportList };
  /** A report of a period */
  'GET /reports/{key}': { path: { key: string }; query?: { from?: string; to?: string; per?: "day" | "week" | "month" | "quarter" | "year" | "whole"; format?: "json" | "csv" | "xlsx"; language?: string; limit?: number; cursor?: string }; answer: schemas.Report };
  /** Count the facts of all reports anew, of what is stored */
  'POST /report-facts': { answer: schemas.RebuiltFacts };
  /** Reports that were made by their schedule, newest first */
  'GET /report-runs': { query?: { key?: string; limit?: number; cursor?: string }; answer: schemas.ReportRunPage };
  /** A report as it was made by its schedule */
  'GET /report-runs/{runId}': { path: { runId: string }; query?: { format?: "json" | "csv" | "xlsx"; language?: string }; answer: schemas.Report };
  /** Figures that the desk shows to everybody */
  'GET /public/figures': { answer: schemas.PublicReports };
  /** Live figures: of the desk, of its groups, channels and agents */
  'GET /live': { answer: schemas.LiveFigures };
  /** The desk in force */
  'GET /desk': { query?: { defaults?: "true" | "false" }; answer: schemas.Desk };
  /** Put a desk in force */
  'PUT /desk': { body: schemas.NewDesk; answer: schemas.Desk };
  /** What the desk calls its things */
  'GET /desk/names': { answer: schemas.DeskNames };
  /** What is wrong with a desk, and what it would change */
  'POST /desk/checks': { body: schemas.DeskCandidate; answer: schemas.DeskCheck };
  /** Versions of the desk, newest first */
  'GET /desk/versions': { answer: schemas.DeskVersionList };
  /** A version of the desk, as it was written */
  'GET /desk/versions/{version}': { path: { version: string }; answer: schemas.DeskVersion };
  /** Models, measured on held-out examples, and how predictions fared */
  'GET /recognition': { answer: schemas.Recognition };
  /** What words would be recognised as */
  'POST /recognition/checks': { body: schemas.RecognitionWords; answer: schemas.RecognitionOfWords };
  /** Learn anew, now */
  'POST /recognition/models': { body: schemas.NewRecognitionModel; answer: schemas.RecognitionModel };
  /** Put a former model in force again */
  'POST /recognition/models/{kind}/{version}/use': { path: { kind: string; version: string }; answer: schemas.RecognitionModel };
  /** Labelled examples from elsewhere */
  'POST /recognition/examples': { body: schemas.NewRecognitionExamples; answer: void };
  /** What was recognised in a ticket, why, and what an agent made of it */
  'GET /tickets/{id}/recognition': { path: { id: string }; answer: schemas.TicketRecognition };
  /** Answers of bots, oldest first */
  'GET /bot/answers': { query?: { limit?: number; cursor?: string; state?: "waiting" | "sent" | "rejected" | "void"; ticket?: string }; answer: schemas.BotAnswerPage };
  /** Send an answer that waits, in its own words or in yours */
  'POST /bot/answers/{answerId}/approval': { path: { answerId: string }; body: schemas.BotApproval; answer: schemas.BotAnswer };
  /** Do not send an answer; a person takes over */
  'POST /bot/answers/{answerId}/rejection': { path: { answerId: string }; body: schemas.BotRejection; answer: schemas.BotAnswer };
  /** How a bot’s conversation stands */
  'GET /tickets/{id}/bot': { path: { id: string }; answer: schemas.BotSession };
  /** Answer the customer as the desk’s bot */
  'POST /tickets/{id}/bot/replies': { path: { id: string }; body: schemas.BotReply; answer: schemas.BotAnswer };
  /** Hand over to a person, with everything said */
  'POST /tickets/{id}/bot/handover': { path: { id: string }; body: schemas.BotHandOver; answer: schemas.BotSession };
  /** Who is there, and with how much work */
  'GET /agents/work': { answer: schemas.AgentWorkList };
  /** Say whether you take work */
  'PUT /agents/me/presence': { body: schemas.NewPresence; answer: schemas.Presence };
  /** Set the presence of an agent, as his supervisor */
  'PUT /agents/{agentId}/presence': { path: { agentId: string }; body: schemas.NewPresence; answer: schemas.Presence };
  /** What an agent can do and how much he takes at once */
  'PATCH /agents/{agentId}': { path: { agentId: string }; body: schemas.AgentWorkChange; answer: schemas.AgentWork };
  /** End the login of an agent */
  'DELETE /agents/{agentId}': { path: { agentId: string }; query?: { successor?: string }; answer: void };
  /** Who had a ticket, oldest first, with who else could have had it */
  'GET /tickets/{id}/assignments': { path: { id: string }; answer: schemas.AssignmentList };
  /** Give a ticket back into the line */
  'POST /tickets/{id}/give-back': { path: { id: string }; body: schemas.GiveBack; answer: schemas.Ticket };
  /** Ask a group, an agent or an expert inside a ticket */
  'POST /tickets/{id}/consultations': { path: { id: string }; body: schemas.NewConsultation; answer: schemas.Consultation };
  /** What others were asked, oldest first */
  'GET /tickets/{id}/consultations': { path: { id: string }; answer: schemas.ConsultationList };
  /** Give groups work on a ticket that stays where it is */
  'POST /tickets/{id}/group-tasks': { path: { id: string }; body: schemas.NewGroupTasks; answer: schemas.TaskList };
  /** Hand a ticket one support level up */
  'POST /tickets/{id}/escalations': { path: { id: string }; body: schemas.NewEscalation; answer: schemas.Ticket };
  /** How a ticket was escalated, oldest first */
  'GET /tickets/{id}/escalations': { path: { id: string }; answer: schemas.EscalationList };
  /** Take an escalation back */
  'DELETE /tickets/{id}/escalations/{escalationId}': { path: { id: string; escalationId: string }; answer: schemas.Ticket };
  /** All that happened to a ticket besides its thread */
  'GET /tickets/{id}/hand-over': { path: { id: string }; answer: schemas.HandOver };
  /** Questions that wait for who asks or a group of his; a program with a key sees all */
  'GET /consultations': { answer: schemas.ConsultationList };
  /** Answer a question of a colleague */
  'POST /consultations/{consultationId}/answer': { path: { consultationId: string }; body: schemas.ConsultationAnswer; answer: schemas.Consultation };
  /** Take a question back that nobody answered yet */
  'DELETE /consultations/{consultationId}': { path: { consultationId: string }; answer: void };
  /** Experts of the desk by field, those who are there first */
  'GET /experts': { query?: { field?: string }; answer: schemas.ExpertList };
  /** All groups */
  'GET /groups': { answer: schemas.GroupList };
  /** One group, by key or id */
  'GET /groups/{group}': { path: { group: string }; answer: schemas.Group };
  /** Take a group out of the desk */
  'DELETE /groups/{group}': { path: { group: string }; query?: { successor?: string }; answer: schemas.Desk };
  /** Make an agent a member, besides those of the desk’s file */
  'PUT /groups/{group}/members/{agentId}': { path: { group: string; agentId: string }; answer: schemas.Group };
  /** Take a member out of a group */
  'DELETE /groups/{group}/members/{agentId}': { path: { group: string; agentId: string }; answer: schemas.Group };
  /** The shift plan by day, with surcharges and temporary desks */
  'GET /shifts': { query?: { from?: string; days?: number }; answer: schemas.ShiftPlan };
  /** Hours of the next days: what is expected, who is planned, how many are missing */
  'GET /shifts/forecast': { query?: { from?: string; days?: number; group?: string; short?: boolean }; answer: schemas.ShiftForecast };
  /** Type, stages, missing fields, deadlines and evidence */
  'GET /tickets/{id}/request': { path: { id: string }; query?: { language?: string }; answer: schemas.Request };
  /** A request goes on to another stage */
  'POST /tickets/{id}/stages': { path: { id: string }; body: schemas.StageMove; answer: schemas.Request };
  /** Take the last stage back */
  'DELETE /tickets/{id}/stages/{seq}': { path: { id: string; seq: string }; answer: schemas.Request };
  /** Say when it will be done */
  'POST /tickets/{id}/estimates': { path: { id: string }; body: schemas.Estimate; answer: schemas.Request };
  /** Tick evidence that the customer gave */
  'PUT /tickets/{id}/evidence/{key}': { path: { id: string; key: string }; body: schemas.EvidenceTick; answer: schemas.Request };
  /** Question, answer, archive and follow-ups */
  'GET /tickets/{id}/closing': { path: { id: string }; answer: schemas.Closing };
  /** Fill the archive */
  'PUT /tickets/{id}/archive': { path: { id: string }; body: schemas.Archive; answer: schemas.Closing };
  /** Take the last edit of the archive back */
  'DELETE /tickets/{id}/archive/edits/{editId}': { path: { id: string; editId: string }; answer: schemas.Closing };
  /** Enter what the customer said of “is it solved?” */
  'POST /tickets/{id}/closing-answers': { path: { id: string }; body: schemas.ClosingAnswer; answer: schemas.Closing };
  /** Types of requests with their stages */
  'GET /desk/request-types': { query?: { language?: string }; answer: schemas.RequestTypeList };
  /** Forms that customers fill */
  'GET /desk/forms': { query?: { language?: string }; answer: schemas.FormList };
  /** A form, field by field */
  'GET /desk/forms/{key}': { path: { key: string }; query?: { language?: string }; answer: schemas.IntakeForm };
  /** Ways to reach the desk, and who they are for */
  'GET /desk/doors': { query?: { language?: string }; answer: schemas.DoorList };
  /** Ways to reach the desk, as they are open to a contact */
  'GET /contacts/{id}/doors': { path: { id: string }; query?: { language?: string }; answer: schemas.DoorList };
  /** How a request stands, by the link that its customer was sent */
  'GET /progress/{token}': { path: { token: string }; query?: { language?: string }; answer: schemas.Progress };
  /** A link to how a ticket stands, for its customer */
  'GET /tickets/{id}/progress-link': { path: { id: string }; answer: schemas.ProgressLink };
  /** The thread of a request as its customer may see it */
  'GET /progress/{token}/entries': { path: { token: string }; query?: { proof?: string }; answer: schemas.ProgressEntryList };
  /** A file of the thread */
  'GET /progress/{token}/entries/{entryId}/attachments/{partId}': { path: { token: string; entryId: string; partId: string }; query?: { proof?: string }; answer: Uint8Array };
  /** Bring a file for a message to come */
  'POST /progress/{token}/files': { path: { token: string }; query?: { name?: string; type?: string }; body: Uint8Array; answer: schemas.ProgressFile };
  /** Write to a request by its link */
  'POST /progress/{token}/messages': { path: { token: string }; query?: { proof?: string }; body: schemas.NewProgressMessage; answer: schemas.ProgressMessage };
  /** Number and link of a form that was just sent */
  'GET /arrivals/{id}': { path: { id: string }; answer: schemas.Arrival };
  /** What may be done about a request by its link */
  'GET /progress/{token}/permits': { path: { token: string }; answer: schemas.ProgressPermits };
  /** Send a code to the address of who wrote */
  'POST /progress/{token}/confirmations': { path: { token: string }; answer: schemas.ProgressConfirmation };
  /** The code that came */
  'POST /progress/{token}/confirmations/{confirmationId}/answers': { path: { token: string; confirmationId: string }; body: schemas.ProgressCode; answer: schemas.ProgressProof };
  /** The customer says that it is solved */
  'POST /progress/{token}/closure': { path: { token: string }; answer: schemas.ProgressPermits };
  /** The customer says that it is not solved after all */
  'POST /progress/{token}/reopening': { path: { token: string }; answer: schemas.ProgressPermits };
  /** What the customer is asked about how it was */
  'GET /progress/{token}/rating': { path: { token: string }; query?: { language?: string }; answer: schemas.Survey };
  /** How it was, once */
  'POST /progress/{token}/rating': { path: { token: string }; body: schemas.SurveyAnswer; answer: schemas.SurveyTaken };
  /** What the signed-in customer asked, newest first */
  'GET /own-requests': { answer: schemas.OwnRequestList };
  /** The desk as its customers see it: name, colour, languages, hours */
  'GET /public/desk': { query?: { language?: string }; answer: schemas.PublicDesk };
  /** What the desk tells everybody now, severest first */
  'GET /public/announcements': { query?: { language?: string }; answer: schemas.PublicAnnouncementList };
  /** The same as an Atom feed */
  'GET /public/announcements.atom': { query?: { language?: string }; answer: Uint8Array };
  /** Announcements of the desk, the last to begin first */
  'GET /announcements': { answer: schemas.AnnouncementList };
  /** Tell everybody something */
  'POST /announcements': { body: schemas.NewAnnouncement; answer: schemas.Announcement };
  /** Change an announcement, or end it */
  'PATCH /announcements/{announcementId}': { path: { announcementId: string }; body: schemas.AnnouncementChange; answer: schemas.Announcement };
  /** Take an announcement back */
  'DELETE /announcements/{announcementId}': { path: { announcementId: string }; answer: schemas.Announcement };
  /** Show an announcement again that was taken back */
  'POST /announcements/{announcementId}/restoration': { path: { announcementId: string }; answer: schemas.Announcement };
  /** Figures that may be shown to everybody, and which are */
  'GET /public-figures': { answer: schemas.FigureReleaseList };
  /** Show figures to everybody */
  'POST /public-figures/releases': { body: schemas.NewFigureRelease; answer: schemas.FigureRelease };
  /** Show them to nobody any more */
  'DELETE /public-figures/releases/{releaseId}': { path: { releaseId: string }; answer: void };
  /** Can an answer be taken back? */
  'GET /entries/{id}/recall': { path: { id: string }; answer: schemas.ReplyRecall };
  /** Take an answer back */
  'POST /entries/{id}/recall': { path: { id: string }; answer: schemas.Entry };
  /** A recording of a call, whole or a range of it */
  'GET /entries/{id}/recordings/{index}': { path: { id: string; index: string }; answer: Uint8Array };
  /** Who heard a recording, and when */
  'GET /entries/{id}/recordings/{index}/accesses': { path: { id: string; index: string }; answer: schemas.RecordingAccessList };
  /** Who has tickets in quarantine, most first */
  'GET /quarantine': { query?: { limit?: number; cursor?: string }; answer: schemas.QuarantinedSenderList };
  /** Which domains have tickets in quarantine, most first */
  'GET /quarantine/domains': { query?: { limit?: number; cursor?: string }; answer: schemas.QuarantinedDomainList };
  /** What was decided about quarantined tickets, latest first */
  'GET /quarantine/decisions': { answer: schemas.QuarantineDecisionList };
  /** Let tickets out of the quarantine, or confirm them as spam */
  'POST /quarantine/decisions': { body: schemas.NewQuarantineDecision; answer: schemas.QuarantineDecision };
  /** Undo a decision */
  'DELETE /quarantine/decisions/{decisionId}': { path: { decisionId: string }; answer: schemas.QuarantineDecision };
  /** One entry */
  'GET /entries/{id}': { path: { id: string }; answer: schemas.Entry };
  /** The exact bytes an entry was made of */
  'GET /entries/{id}/raw': { path: { id: string }; answer: Uint8Array };
  /** An attachment */
  'GET /entries/{id}/attachments/{partId}': { path: { id: string; partId: string }; answer: Uint8Array };
  /** Decide about an entry that waits for a person */
  'POST /entries/{id}/review': { path: { id: string }; body: schemas.Review; answer: schemas.ReviewResult };
  /** An entry as a whole HTML document, for an iframe */
  'GET /entries/{id}/html': { path: { id: string }; query?: { remote?: "blocked" | "proxy"; measured?: "true" }; answer: Uint8Array };
  /** An image that a mail brought with it, at its place in the HTML */
  'GET /entries/{id}/inline-images/{partId}': { path: { id: string; partId: string }; query?: { expires?: number; signature?: string }; answer: Uint8Array };
  /** An image from elsewhere, fetched by us */
  'GET /entries/{id}/remote-images': { path: { id: string }; query?: { url?: string; expires?: number; signature?: string }; answer: Uint8Array };
  /** Bring the bytes of an attachment, or of a recording */
  'POST /uploads': { query?: { sealed?: boolean }; body: Uint8Array; answer: schemas.Upload };
  /** Ticket events as they happen */
  'GET /stream': { query?: { since?: string }; answer: Uint8Array };
  /** Where is my message */
  'GET /ledger': { query?: { remoteMessageId?: string; inboxId?: string; limit?: number; cursor?: string }; answer: schemas.LedgerPage };
  /** What could not be used, with the reason, newest first */
  'GET /dead-letters': { query?: { group?: string; topic?: string; inboxId?: string; remoteMessageId?: string; state?: "waiting" | "replaying" | "replayed"; limit?: number; cursor?: string }; answer: schemas.DeadLetterPage };
  /** One dead letter */
  'GET /dead-letters/{id}': { path: { id: string }; answer: schemas.DeadLetter };
  /** Hand all that wait to their consumers again, or those of a filter */
  'POST /dead-letters/replay': { body: schemas.ReplayAll; answer: schemas.Replayed };
  /** Hand one to its consumer again */
  'POST /dead-letters/{id}/replay': { path: { id: string }; answer: schemas.DeadLetter };
  /** How the inboxes are, and what to do about those that are not well */
  'GET /inboxes': { answer: schemas.InboxList };
  /** Stop an inbox */
  'PUT /inboxes/{inboxId}/stop': { path: { inboxId: string }; body: schemas.InboxStopWish; answer: schemas.InboxOrdered };
  /** Start an inbox again */
  'DELETE /inboxes/{inboxId}/stop': { path: { inboxId: string }; answer: schemas.InboxOrdered };
  /** Start an inbox anew, now */
  'POST /inboxes/{inboxId}/restarts': { path: { inboxId: string }; answer: schemas.InboxOrdered };
  /** Compare what the remote holds with what is here */
  'POST /inboxes/{inboxId}/reconciliations': { path: { inboxId: string }; answer: schemas.Reconciliation };
  /** The last twenty comparisons, newest first */
  'GET /inboxes/{inboxId}/reconciliations': { path: { inboxId: string }; answer: schemas.ReconciliationList };
  /** One comparison, with what is missing */
  'GET /inboxes/{inboxId}/reconciliations/{reconciliationId}': { path: { inboxId: string; reconciliationId: string }; answer: schemas.ReconciliationDetail };
  /** Fetch what is missing */
  'POST /inboxes/{inboxId}/reconciliations/{reconciliationId}/fetches': { path: { inboxId: string; reconciliationId: string }; body: schemas.FetchWish; answer: schemas.Fetching };
  /** How far the first run is */
  'GET /first-run': { answer: schemas.FirstRun };
  /** Skip a step of the first run, or end it */
  'PUT /first-run/marks/{mark}': { path: { mark: string }; answer: void };
  /** Take a step up again */
  'DELETE /first-run/marks/{mark}': { path: { mark: string }; answer: void };
  /** Desks that ship with the product, and what each brings */
  'GET /first-run/desks': { answer: schemas.DeskChoiceList };
  /** One of them, to be put in force */
  'GET /first-run/desks/{key}': { path: { key: string }; answer: schemas.DeskChoice };
  /** Send a mail to this desk by its own SMTP door */
  'POST /first-run/test-mails': { body: schemas.TestMail; answer: schemas.SentTestMail };
  /** Try a mailbox and its outgoing server as they would be configured */
  'POST /inbox-tests': { body: schemas.InboxTest; answer: schemas.InboxTestResult };
  /** How one may log in here */
  'GET /session/methods': { answer: schemas.LoginMethods };
  /** Log in */
  'POST /session': { body: schemas.Login; answer: schemas.Session };
  /** Who am I */
  'GET /session': { answer: schemas.Session };
  /** Log out */
  'DELETE /session': { answer: void };
  /** Where my phone rings */
  'PUT /session/extension': { body: schemas.Extension; answer: void };
  /** Change my password */
  'PUT /session/password': { body: schemas.NewPassword; answer: void };
  /** My second factor */
  'GET /session/second-factor': { answer: schemas.SecondFactor };
  /** Begin a second factor */
  'POST /session/second-factor': { body: schemas.NewSecondFactor; answer: schemas.MadeSecondFactor };
  /** Confirm it with a code */
  'POST /session/second-factor/confirmation': { body: schemas.SecondFactorCode; answer: schemas.RecoveryCodes };
  /** Make new recovery codes */
  'POST /session/second-factor/recovery-codes': { body: schemas.AnySecondFactorCode; answer: schemas.RecoveryCodes };
  /** Take my second factor away */
  'POST /session/second-factor/removal': { body: schemas.AnySecondFactorCode; answer: void };
  /** Sign in at the provider */
  'GET /session/oidc': { query?: { to?: string }; answer: void };
  /** Log out, here and at the provider */
  'DELETE /session/oidc': { answer: schemas.ProviderLogout };
  /** Come back from the provider */
  'GET /session/oidc/callback': { query?: { state?: string; code?: string; error?: string }; answer: void };
  /** All agents */
  'GET /agents': { answer: schemas.AgentList };
  /** Make a login for an agent */
  'POST /agents': { body: schemas.NewAgent; answer: schemas.Agent };
  /** All API keys, revoked ones too */
  'GET /api-keys': { answer: schemas.ApiKeyList };
  /** Make an API key */
  'POST /api-keys': { body: schemas.NewApiKey; answer: schemas.MadeApiKey };
  /** Revoke an API key */
  'DELETE /api-keys/{id}': { path: { id: string }; answer: void };
  /** Roles that agents can have, and what each may */
  'GET /agents/roles': { answer: schemas.RoleList };
  /** Change the role of an agent */
  'PUT /agents/{agentId}/role': { path: { agentId: string }; body: schemas.NewRole; answer: schemas.Agent };
  /** Take an agent’s second factor away */
  'DELETE /agents/{agentId}/second-factor': { path: { agentId: string }; answer: void };
  /** What was done, newest first */
  'GET /audit': { query?: { limit?: number; cursor?: string; actor?: string; action?: string; ticket?: string; since?: string; until?: string }; answer: schemas.AuditPage };
  /** The signed head of the log, and the keys it is signed with */
  'GET /audit/head': { answer: schemas.AuditHead };
  /** Prove the whole log */
  'GET /audit/verification': { query?: { known?: string }; answer: schemas.AuditVerdict };
  /** The whole log, for somebody who checks it without us */
  'GET /audit/export': { answer: Uint8Array };
  /** All webhooks */
  'GET /webhooks': { answer: schemas.WebhookList };
  /** Make a webhook */
  'POST /webhooks': { body: schemas.NewWebhook; answer: schemas.Webhook };
  /** One webhook */
  'GET /webhooks/{id}': { path: { id: string }; answer: schemas.Webhook };
  /** Change a webhook, or switch it on or off */
  'PATCH /webhooks/{id}': { path: { id: string }; body: schemas.WebhookChange; answer: schemas.Webhook };
  /** Remove a webhook and its deliveries */
  'DELETE /webhooks/{id}': { path: { id: string }; answer: void };
  /** The secret by which a receiver checks signatures */
  'GET /webhooks/{id}/secret': { path: { id: string }; answer: schemas.WebhookSecret };
  /** Give it a new secret */
  'POST /webhooks/{id}/rotations': { path: { id: string }; answer: schemas.Webhook };
  /** Send an event that says nothing */
  'POST /webhooks/{id}/tests': { path: { id: string }; answer: schemas.WebhookTest };
  /** What was sent or is to be sent, newest first */
  'GET /webhooks/{id}/deliveries': { path: { id: string }; query?: { limit?: number; cursor?: string; state?: "pending" | "delivered" | "failed" | "dropped"; ticket?: string }; answer: schemas.WebhookDeliveryPage };
  /** One delivery, with its body */
  'GET /webhooks/{id}/deliveries/{deliveryId}': { path: { id: string; deliveryId: string }; answer: schemas.SentWebhook };
  /** Send one anew */
  'POST /webhooks/{id}/deliveries/{deliveryId}/redeliveries': { path: { id: string; deliveryId: string }; answer: schemas.Redelivering };
  /** Send anew what did not get through since a time */
  'POST /webhooks/{id}/redeliveries': { path: { id: string }; body: schemas.Redelivery; answer: schemas.Redelivering };
  /** Legal holds, newest first, lifted ones too */
  'GET /holds': { answer: schemas.LegalHoldList };
  /** Hold a ticket, or all that is kept of a person */
  'POST /holds': { body: schemas.NewLegalHold; answer: schemas.LegalHold };
  /** Lift a hold */
  'DELETE /holds/{holdId}': { path: { holdId: string }; answer: void };
}
