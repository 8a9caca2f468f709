/** Why something that the audit log tells of was done, where no person chose it freely (`cause` of a record); its `values` hold what the words name. */
export const AUDIT_CAUSES = ['account_data_sent', 'provider_first_login', 'provider_groups', 'provider_role', 'recovery_code'] as const;
export type AuditCause = (typeof AUDIT_CAUSES)[number];
