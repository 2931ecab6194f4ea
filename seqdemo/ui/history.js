// the same window stays while pages come and go, so this is done once
export default function ({ setTriggerValue }) {
  window.seqdemoIsBack = () => setTriggerValue("back", true)
  if (window.seqdemoHistory) return
  window.seqdemoHistory = true
  comeBack()
  leaveInOrder()
  nameLanguages()
  const push = history.pushState.bind(history)
  let fromPreset = false
  let atClick = location.href
  let later

  // Safari refuses more than a hundred changes in some seconds, which one who types makes, and Streamlit would not send
  // what was typed then: the last one comes after
  const replaced = history.replaceState.bind(history)
  const replace = (state, title, address) => {
    clearTimeout(later)
    const from = location.pathname
    try {
      replaced(state, title, address)
    } catch {
      later = setTimeout(() => { if (location.pathname === from) replace(state, title, address) }, 1000)
    }
  }
  history.replaceState = replace

  history.pushState = (state, title, address) => {
    const samePage = new URL(address, location.href).pathname === location.pathname
    if (samePage && !fromPreset) return replace(state, title, address)
    // Streamlit empties the address of a page that is left before it leaves: the entry gets it back
    if (!samePage && new URL(atClick).pathname === location.pathname) replace(state, title, atClick)
    // a preset changes the address in several goes: the first makes the entry
    fromPreset = false
    clearTimeout(later)
    push(state, title, address)
  }
  addEventListener("click", ({ target }) => {
    atClick = location.href
    fromPreset = target.closest?.("[class*=_makes_entry] button") != null
  }, true)
  addEventListener("keydown", () => { fromPreset = false }, true)
}
