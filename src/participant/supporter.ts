import { z } from 'zod'

/** A supporter linked to a person may tell the team about them. Being told anything needs the person's consent besides. */
export const LinkSupporter = z.strictObject({
  /** The name by which the supporter knows the person. */
  called: z.string().trim().max(200).default(''),
})

export const Supporter = z.object({ account: z.uuid(), called: z.string(), linkedAt: z.iso.datetime() })
export const Supporters = z.object({ supporters: z.array(Supporter) })

/** Whom a supporter may tell the team about. */
export const Supported = z.object({ people: z.array(z.object({ participant: z.uuid(), called: z.string() })) })

export type Supporters = z.infer<typeof Supporters>
export type Supported = z.infer<typeof Supported>
