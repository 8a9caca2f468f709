/** Statuses of what goes wrong when somebody logs in. */
export const STATUS_OF_SIGN_IN: Readonly<Record<string, number>> = {
  password_login_off: 403,
  ...{ second_factor_needed: 401, second_factor_refused: 401, second_factor_missing: 403 },
  ...{ second_factor_exists: 409, second_factor_unset: 409, second_factor_required: 409, second_factor_unknown: 404 },
  redirect_refused: 400,
  last_admin: 409,
  ...{ first_run_step_unknown: 404, desk_choice_unknown: 404, door_closed: 409 },
  ...{ oidc_state_unknown: 401, oidc_state_expired: 401, oidc_state_used: 401 },
  ...{ oidc_refused: 401, oidc_code_refused: 401, oidc_clock: 401, oidc_token_invalid: 401 },
  ...{ oidc_mail_unverified: 403, oidc_domain_refused: 403, oidc_agent_unknown: 403, oidc_other_account: 403, agent_disabled: 403 },
  ...{ oidc_unset: 404, oidc_issuer_changed: 502, oidc_provider_unfit: 502, oidc_client_refused: 502 },
};
