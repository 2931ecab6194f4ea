// What a click on a door to another page needs, before the page is left.
const LIVE = 700  // milliseconds: a field that reports while one types has reported by then
const REPORTED = 150  // a field that is left reports at once

function leaveInOrder() {
  let typed = -Infinity
  addEventListener("input", () => { typed = performance.now() }, true)
  addEventListener("click", (event) => {
    const door = event.target.closest?.("[data-testid$=NavLink]")
    if (!door) return
    // what was typed last must reach the server before the next page is asked for: when it came after, it was taken
    // for a visit to the page that was left, and the screen stayed empty
    if (event.isTrusted && performance.now() - typed < LIVE) {
      event.preventDefault()
      event.stopImmediatePropagation()
      setTimeout(() => door.click(), REPORTED)
      return
    }
    // on a phone the menu lies over the page that was chosen
    if (matchMedia("(max-width: 768px)").matches) {
      setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click())
    }
  }, true)
}
