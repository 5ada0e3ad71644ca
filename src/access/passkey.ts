import { z } from 'zod'

const Base64Url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(8192)
const Extensions = z.record(z.string().max(100), z.unknown())
const Attachment = z.enum(['cross-platform', 'platform'])

/** What a browser answers to a challenge, as @simplewebauthn/browser hands it over. */
export const AssertionResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  authenticatorAttachment: Attachment.optional(),
  clientExtensionResults: Extensions,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
})
export type AssertionResponse = z.infer<typeof AssertionResponse>

export const AttestationResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  authenticatorAttachment: Attachment.optional(),
  clientExtensionResults: Extensions,
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    authenticatorData: Base64Url.optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: Base64Url.optional(),
  }),
})
export type AttestationResponse = z.infer<typeof AttestationResponse>

export const PasskeyProof = z.strictObject({ ceremony: z.uuid(), response: AssertionResponse })
export type PasskeyProof = z.infer<typeof PasskeyProof>

export const AddPasskey = z.strictObject({
  ceremony: z.uuid(),
  response: AttestationResponse,
  name: z.string().trim().min(1).max(60).optional(),
})

/** `options` go to the browser as they are: startRegistration or startAuthentication of @simplewebauthn/browser. */
export const CeremonyBegun = z.object({ ceremony: z.uuid(), options: z.record(z.string(), z.unknown()) })
