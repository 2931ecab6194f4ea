// Looks after the paper of streamlit-drawable-canvas, which has no settings for what is done here:
// its tools, unseen on a touch screen but there to be hit, go away, so that every point of the paper draws;
// a stroke is reported before the click that follows it; a mouse that draws from outside goes on on the paper.

const REPORTED_BY_ITSELF = 400 // milliseconds after the pen was lifted, its own 200 with room to spare
const ANSWERS = "a, button, canvas, input, label, select, summary, textarea, .stSlider, .stPlotlyChart" // to a press

const withoutTools = new CSSStyleSheet()
// the canvas gives its toolbar a style of its own, hence "important"
withoutTools.replaceSync(".dc-toolbar { display: none !important }")
const ended = new WeakMap()

export default function ({ data, parentElement }) {
  ended.get(parentElement)?.abort()
  const end = new AbortController()
  ended.set(parentElement, end)
  whenThere(() => rootOf(data.canvas), end.signal, (root) => {
    root.adoptedStyleSheets = [withoutTools]
    whenThere(() => root.querySelector(".upper-canvas"), end.signal, (paper) => {
      reportsInTime(root, paper, end.signal)
      drawsFromOutside(paper, end.signal)
    })
  })
  return () => end.abort()
}

/** The canvas waits before it reports a stroke; a click that comes sooner would be answered without it. */
function reportsInTime(root, paper, signal) {
  let lifted = -Infinity
  let drawing = false
  const onPaper = (event) => event.composedPath().includes(paper)
  const begin = (event) => {
    if (onPaper(event)) drawing = true
    else report()
  }
  const lift = () => {
    if (drawing) lifted = performance.now()
    drawing = false
  }
  const report = () => {
    if (performance.now() - lifted < REPORTED_BY_ITSELF) root.querySelector(".dc-toolbar button")?.click()
    lifted = -Infinity
  }
  const options = { capture: true, signal }
  document.addEventListener("pointerdown", begin, options)
  document.addEventListener("keydown", report, options)
  document.addEventListener("pointerup", lift, options)
  document.addEventListener("pointercancel", lift, options)
}

/** A mouse pressed beside the paper and led onto it puts the pen down at the edge. */
function drawsFromOutside(paper, signal) {
  let beside = false
  const press = (event) => {
    const target = event.composedPath()[0]
    beside = event.button === 0 && event.pointerType !== "touch" && !target.closest?.(ANSWERS)
  }
  document.addEventListener("pointerdown", press, { capture: true, signal })
  document.addEventListener("pointerup", () => (beside = false), { capture: true, signal })
  // the way there marks no text
  document.addEventListener("selectstart", (event) => beside && event.preventDefault(), { capture: true, signal })
  paper.addEventListener("mouseenter", (event) => {
    if (!beside || !(event.buttons & 1)) return
    beside = false
    const { clientX, clientY } = event
    paper.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, composed: true, buttons: 1, clientX, clientY }))
  }, { signal })
}
