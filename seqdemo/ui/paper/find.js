// What all that looks after the paper needs: the paper lies in a shadow of its own, and is there only after a while.

/** Calls `act` with what `find` finds: at once, or in the first frame in which it is there. */
function whenThere(find, signal, act) {
  if (signal.aborted) return
  const found = find()
  if (found) act(found)
  else requestAnimationFrame(() => whenThere(find, signal, act))
}

function rootOf(key) {
  for (const element of document.querySelectorAll(`.st-key-${key} *`)) {
    if (element.shadowRoot) return element.shadowRoot
  }
}
