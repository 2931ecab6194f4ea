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

  history.pushState = (state, title, address) => {
    const samePage = new URL(address, location.href).pathname === location.pathname
    if (samePage && !fromPreset) return history.replaceState(state, title, address)
    // Streamlit empties the address of a page that is left before it leaves: the entry gets it back
    if (!samePage && new URL(atClick).pathname === location.pathname) history.replaceState(state, title, atClick)
    // a preset changes the address in several goes: the first makes the entry
    fromPreset = false
    push(state, title, address)
  }
  addEventListener("click", ({ target }) => {
    atClick = location.href
    fromPreset = target.closest?.("[class*=_makes_entry] button") != null
  }, true)
  addEventListener("keydown", () => { fromPreset = false }, true)
}
