/**
 * The default Trusted Types policy, created before anything renders. React and Mantine write the text of `<style>`
 * elements through it; text without `<` cannot open an element, everything else is refused. Scripts are never made from text.
 */

interface TrustedTypeFactory {
  createPolicy(
    name: string,
    rules: Record<'createHTML' | 'createScript' | 'createScriptURL', (text: string) => string>,
  ): unknown
}

export function installTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypeFactory }
  trustedTypes?.createPolicy('default', { createHTML: plainText, createScript: refuse, createScriptURL: refuse })
}

/** Text that cannot become markup, unchanged; throws on anything with `<`. */
export function plainText(text: string): string {
  return text.includes('<') ? refuse() : text
}

function refuse(): never {
  throw new TypeError('This page makes no markup and no script from text')
}
