/** Statuses of what emergencies, incidents and their measures refuse, where not 422. */
export const STATUS_OF_EMERGENCIES = {
  page_unknown: 404,
  page_link_invalid: 404,
  plan_step_unknown: 404,
  plan_run_unknown: 404,
  incident_unknown: 404,
  compensation_unknown: 404,
  measure_unknown: 404,
  page_over: 409,
  plan_running: 409,
  plan_step_done: 409,
  plan_over: 409,
  incident_closed: 409,
  compensation_decided: 409,
  ...{ compensation_undecided: 409, compensation_told: 409 },
  consent_missing: 409,
  measure_over: 409,
} as const;
