import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { sqlStateOf } from '#database';
import { errorClassOf, TributaryError } from '#runtime';
import { STATUS_OF_EMERGENCIES } from './emergency-problems.js';
import { STATUS_OF_SIGN_IN } from './sign-in-problems.js';

/** Codes whose status is not the one of their class. */
export const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  ...STATUS_OF_EMERGENCIES,
  ...STATUS_OF_SIGN_IN,
  invalid_query: 400,
  order_unknown: 404,
  action_undone: 409,
  action_unknown: 404,
  macro_unknown: 404,
  link_unknown: 404,
  snooze_unknown: 404,
  review_unknown: 404,
  too_late: 409,
  view_unknown: 404,
  views_full: 409,
  visit_unknown: 404,
  slot_full: 409,
  booking_over: 409,
  service_unknown: 404,
  booking_unknown: 404,
  template_unknown: 404,
  checklist_running: 409,
  checklist_over: 409,
  step_unknown: 404,
  checklist_unknown: 404,
  article_not_published: 409,
  picture_unknown: 404,
  search_unknown: 404,
  article_unknown: 404,
  opinion_unknown: 404,
  cursor_invalid: 400,
  period_invalid: 400,
  unauthenticated: 401,
  bad_token: 401,
  login_refused: 401,
  forbidden: 403,
  image_link_invalid: 403,
  remote_image_refused: 403,
  cross_site: 403,
  not_asked: 403,
  not_a_reader: 403,
  ticket_unknown: 404,
  consultation_unknown: 404,
  member_unknown: 404,
  entry_unknown: 404,
  move_unknown: 404,
  decision_unknown: 404,
  contact_unknown: 404,
  task_unknown: 404,
  evidence_unknown: 404,
  form_unknown: 404,
  link_invalid: 404,
  arrival_unknown: 404,
  announcement_unknown: 404,
  inbox_missing: 404,
  inbox_not_running: 409,
  inbox_stopped: 409,
  inbox_switched_off: 409,
  reconciliation_unknown: 404,
  remote_unlisted: 409,
  release_unknown: 404,
  proof_needed: 403,
  reopening_over: 409,
  nothing_to_join: 422,
  file_unknown: 422,
  no_way_to_prove: 422,
  announcement_times: 422,
  report_private: 422,
  link_expired: 410,
  recording_unknown: 404,
  merge_unknown: 404,
  confirmation_unknown: 404,
  offer_unknown: 404,
  ...{ model_unknown: 404, bot_answer_unknown: 404, bot_answer_decided: 409, bot_not_answering: 409 },
  dead_letter_unknown: 404,
  api_key_unknown: 404,
  attachment_unknown: 404,
  survey_unknown: 404,
  report_unknown: 404,
  feedback_unknown: 404,
  webhook_unknown: 404,
  hold_unknown: 404,
  delivery_unknown: 404,
  blob_missing: 404,
  raw_missing: 404,
  image_missing: 404,
  version_conflict: 409,
  move_undone: 409,
  ...{ erasure_changed: 409, legal_hold: 409 },
  merge_undone: 409,
  task_done: 409,
  agent_in_use: 409,
  desk_in_use: 409,
  consultation_answered: 409,
  ...{ task_open: 409, task_covered: 409, task_not_given: 409, not_asker: 403, stage_visit_unknown: 404 },
  ...{ stage_covered: 409, stage_first: 409, stage_not_by_person: 409, stage_task_done: 409, stage_told: 409 },
  escalation_impossible: 409,
  ...{ escalation_unknown: 404, escalation_undone: 409, escalation_covered: 409, archive_edit_unknown: 404 },
  member_of_file: 409,
  ticket_not_yours: 409,
  survey_answered: 409,
  request_type_missing: 409,
  stage_not_next: 409,
  outcome_needed: 409,
  stage_requirements_missing: 409,
  archive_missing: 409,
  closing_unasked: 409,
  proof_missing: 409,
  account_data_stopped: 409,
  range_unfit: 416,
  merge_covered: 409,
  different_people: 409,
  confirmation_over: 409,
  window_closed: 409,
  quota_exceeded: 409,
  decision_undone: 409,
  not_quarantined: 409,
  offer_decided: 409,
  offer_changed: 409,
  review_decided: 409,
  idempotency_in_progress: 409,
  cursor_expired: 410,
  survey_expired: 410,
  image_link_expired: 410,
  upload_too_large: 413,
  media_type_unfit: 415,
  remote_image_unfit: 415,
  invalid_request: 422,
  idempotency_conflict: 422,
  rate_limited: 429,
  confirmations_exceeded: 429,
  remote_image_unavailable: 502,
};

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 9457, without `instance` and `requestId`. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The one place where errors of the domain get an HTTP status. */
export function toProblem(error: unknown): Problem {
  const status = statusOf(error);
  const title = STATUS_CODES[status] ?? 'Error';
  const headers: Record<string, string> = {};
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
  if (status === 503) headers['Retry-After'] = '2';
  if (error instanceof TributaryError) {
    const { retryAfterSeconds } = error.fields;
    if (typeof retryAfterSeconds === 'number') headers['Retry-After'] = String(retryAfterSeconds);
    const { message: detail, code, hint, fields } = error;
    return {
      status,
      headers,
      body: { type: 'about:blank', title, status, code, detail, ...(hint === undefined ? {} : { hint }), ...fields },
    };
  }
  const told = status < 500 && error instanceof Error;
  const detail = told ? error.message : 'something went wrong here; the log holds the reason under this request id';
  return { status, headers, body: { type: 'about:blank', title, status, code: codeOf(status), detail } };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof TributaryError)
    return STATUS_OF_CODE[error.code] ?? { retriable: 503, permanent: 422, configuration: 500 }[errorClassOf(error)];
  // The body parser's own errors (too large, cut off, unknown charset) bring their status.
  if (error instanceof Error && 'expose' in error && error.expose === true && 'status' in error && typeof error.status === 'number')
    return error.status;
  // Class 22: the database cannot read a value that a client sent, in a cursor of its own making say.
  return sqlStateOf(error)?.startsWith('22') === true ? 400 : 500;
}

function codeOf(status: number): string {
  const known: Readonly<Record<number, string>> = {
    400: 'malformed_request',
    404: 'route_unknown',
    413: 'body_too_large',
    500: 'internal_error',
  };
  return known[status] ?? (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(/\W+/g, '_');
}
