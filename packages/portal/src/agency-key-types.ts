/** A key of a system of an agency, without its secret. */
export interface AgencyKeyInfo {
  readonly keyId: string;
  readonly agencyId: string;
  /** What the system is called: "e-office". */
  readonly label: string;
  /** "active", "expired", "revoked". */
  readonly status: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly rotatedAt?: string;
  /** The secret before the last rotation opens until then. */
  readonly previousUntil?: string;
  readonly revokedAt?: string;
}

/** The only answers that hold the key itself. */
export interface ShownAgencyKey {
  readonly agencyKey: AgencyKeyInfo;
  /** `lak_<keyId>_<secret>` */
  readonly key: string;
}

export interface NewAgencyKey {
  readonly agencyId: string;
  readonly label: string;
  readonly expiresAt?: string | undefined;
  readonly reason: string;
}

export interface AgencyKeyRotation {
  readonly keyId: string;
  /** How long the secret before goes on; a day unless it is said. */
  readonly graceSeconds?: number | undefined;
  readonly reason: string;
}
