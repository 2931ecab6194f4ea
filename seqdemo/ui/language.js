// Screen readers read a part of the page in the language that the name of its container ends in: "…_in_fr".
const NAMED = /\bst-key-\S+_in_([a-z]{2})\b/

function nameLanguages() {
  let waits = false
  const name = () => {
    waits = false
    for (const part of document.querySelectorAll("[class*=_in_]:not([lang])")) {
      const found = part.className.match?.(NAMED)
      if (found) part.lang = found[1]
    }
  }
  new MutationObserver(() => {
    if (!waits) requestAnimationFrame(name)
    waits = true
  }).observe(document.body, { childList: true, subtree: true })
  name()
}
