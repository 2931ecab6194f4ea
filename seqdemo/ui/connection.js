// After a lost connection the browser may have come to another process, which knows nothing of this page. Streamlit
// waits for the next press then, and what that press is about is not there yet: so the page runs again at once, from
// its address and from what stands in its fields.
function comeBack() {
  const app = document.querySelector("[data-testid=stApp]")
  let lost = false
  new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED"
    if (connected && lost) window.seqdemoIsBack()
    lost = !connected
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] })
}
