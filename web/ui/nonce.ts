/** The style nonce of this page, as the server put it into the head. Empty where there is no policy (tests). */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
