import type { Page } from '@playwright/test'

/** What axe does not see: clipped text, small targets, sideways scrolling (stack.md 4.5). */

/**
 * Texts cut off by their own box, or in part by a box around it. Fields and boxes that scroll do so by design, a text that
 * is out of its box altogether is put away, and texts for screen readers only are not seen.
 */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ownText = (element: Element) =>
      [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'

    function cutByItself(element: Element): boolean {
      const { overflowX, overflowY } = getComputedStyle(element)
      const wide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
      const high = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
      return element.clientWidth > 0 && (wide || high)
    }

    /** A line may stand out by a fifth of its height: that is room above and below the letters. */
    function isCut(line: DOMRect, box: DOMRect, { overflowX, overflowY }: CSSStyleDeclaration): boolean {
      const apart = line.right <= box.left || line.left >= box.right || line.bottom <= box.top || line.top >= box.bottom
      const wide = hides(overflowX) && (line.left < box.left - 1 || line.right > box.right + 1)
      const room = line.height / 5 + 1
      const high = hides(overflowY) && (line.top < box.top - room || line.bottom > box.bottom + room)
      return !apart && (wide || high)
    }

    function cutByOthers(element: Element, lines: readonly DOMRect[]): boolean {
      let { position } = getComputedStyle(element)
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (position === 'fixed') return false
        // What is placed freely is cut only by boxes it is placed in.
        if (position === 'absolute' && style.position === 'static') continue
        if (/auto|scroll/.test(`${style.overflowX} ${style.overflowY}`)) return false
        const edges = box.getBoundingClientRect()
        if (lines.some((line) => isCut(line, edges, style))) return true
        position = style.position
      }
      return false
    }

    function linesOf(nodes: readonly Node[]): DOMRect[] {
      return nodes.flatMap((node) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
      })
    }

    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => ownText(element).length > 0 && element.checkVisibility({ opacityProperty: true }))
      .filter((element) => !element.closest('.read-aloud, .skip-link'))
      .filter((element) => cutByItself(element) || cutByOthers(element, linesOf(ownText(element))))
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
