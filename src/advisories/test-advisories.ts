/** A published hole of somebody else's program, and the test that keeps it out of ours. */
export interface Advisory {
  readonly id: string
  readonly of: string
  readonly what: string
  /** The test file that names it, below `src`; or why there is nothing to test, and the test of that reason. */
  readonly kept: string
}

/** The advisories of our libraries and of our rivals (the security design names their sources). None is ever removed. */
export const ADVISORIES: readonly Advisory[] = [
  {
    id: 'CVE-2026-25223',
    of: 'Fastify < 5.7.2',
    what: 'a tab in the content type skips the schema',
    kept: 'advisories/content-type.routes.test.ts',
  },
  {
    id: 'CVE-2026-3419',
    of: 'Fastify < 5.8.1',
    what: 'trailing words in the content type',
    kept: 'advisories/content-type.routes.test.ts',
  },
  {
    id: 'CVE-2025-61928',
    of: 'better-auth',
    what: 'a key minted for any user without sign-in',
    kept: 'access/sessions.routes.test.ts',
  },
  {
    id: 'GHSA-xg6x-h9c9-2m83',
    of: 'better-auth',
    what: 'second factor passed by with a cached session',
    kept: 'access/password.routes.test.ts',
  },
  {
    id: 'GHSA-qq9h-g4jm-xgf3',
    of: 'better-auth',
    what: 'account taken over by an e-mail registered before',
    kept: 'access/email-code.routes.test.ts',
  },
  {
    id: 'CVE-2026-23478',
    of: 'cal.com',
    what: 'a session updated to another account',
    kept: 'access/sessions.routes.test.ts',
  },
  {
    id: 'CVE-2026-39356',
    of: 'Drizzle < 0.45.2',
    what: 'injection through identifiers',
    kept: 'advisories/identifiers.test.ts',
  },
  {
    id: 'CVE-2026-24908',
    of: 'OpenEMR',
    what: '_sort joined into ORDER BY',
    kept: 'advisories/other-peoples-rows.routes.test.ts',
  },
  {
    id: 'OpenEMR #10168',
    of: 'OpenEMR',
    what: "another patient's notes by a wrong join",
    kept: 'advisories/other-peoples-rows.routes.test.ts',
  },
  {
    id: 'OpenEMR zhAclCheck',
    of: 'OpenEMR',
    what: 'explicit denies ignored',
    kept: 'advisories/other-peoples-rows.routes.test.ts',
  },
  {
    id: 'CVE-2026-9349',
    of: 'cal.com',
    what: 'names and addresses leaked by answers; private files became routes',
    kept: 'advisories/routes-declared.routes.test.ts',
  },
  {
    id: 'PostgreSQL 18.4',
    of: 'PostgreSQL',
    what: 'eleven holes closed by a minor version',
    kept: 'advisories/floors.test.ts',
  },
  {
    id: 'CVE-2026-34360',
    of: 'HAPI FHIR',
    what: 'the server fetches an address it was given',
    kept: 'advisories/nothing-to-attack.test.ts',
  },
  {
    id: 'CVE-2026-34361',
    of: 'HAPI FHIR',
    what: 'credentials sent to an address compared by its beginning',
    kept: 'advisories/nothing-to-attack.test.ts',
  },
  {
    id: 'CVE-2026-55471',
    of: 'HAPI FHIR',
    what: 'external entities in XML',
    kept: 'advisories/nothing-to-attack.test.ts',
  },
  {
    id: 'CVE-2023-28465',
    of: 'HAPI FHIR',
    what: 'an archive that writes outside its folder (CVE-2023-24057 again)',
    kept: 'advisories/nothing-to-attack.test.ts',
  },
]
