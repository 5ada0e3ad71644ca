import type { Page } from '@playwright/test'

/** What axe does not see: clipped text, small targets, sideways scrolling (stack.md 4.5). */

/** Texts cut off by their own box. Fields scroll by design; texts for screen readers only are not seen. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hasOwnText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(
        (element) => hasOwnText(element) && element.checkVisibility() && !element.closest('.read-aloud, .skip-link'),
      )
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element)
        const wide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
        const high = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
        return element.clientWidth > 0 && (wide || high)
      })
      .map((element) => element.textContent ?? '')
  })
}

/** Controls with a box lower or narrower than `pixels`. A radio button or tick box counts with its label, its target. */
export function boxesSmallerThan(page: Page, pixels: number): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')
    return [...controls]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.matches('.skip-link'))
      .map((control) => (control.matches('[type=radio]') && (control as HTMLInputElement).labels?.[0]) || control)
      .map((control) => (control.matches('[type=checkbox]') && control.closest('label')) || control)
      .filter((target) => {
        const { width, height } = target.getBoundingClientRect()
        return width + 0.5 < least || height + 0.5 < least
      })
      .map((target) => target.outerHTML.slice(0, 160))
  }, pixels)
}

/** Pixels the page can be scrolled sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
