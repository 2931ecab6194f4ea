// A picture over the learner's paper, through which one draws; it turns pale while the pen is down, since it answers
// what was drawn before.

const PALE = "0.2"
const ended = new WeakMap()
const pictures = new WeakMap()

export default function ({ data, parentElement }) {
  ended.get(parentElement)?.abort()
  const end = new AbortController()
  ended.set(parentElement, end)
  whenThere(() => rootOf(data.canvas)?.querySelector(".canvas-container"), end.signal, (paper) => {
    const picture = paper.querySelector("img") ?? paper.appendChild(overTheWhole(document.createElement("img")))
    // one that is there already does not draw itself again
    if (picture.src !== data.picture) picture.src = data.picture
    picture.alt = data.sentence
    picture.style.opacity = 1
    paper.addEventListener("pointerdown", () => (picture.style.opacity = PALE), { capture: true, signal: end.signal })
    pictures.set(parentElement, picture)
  })
  return () => {
    end.abort()
    requestAnimationFrame(() => parentElement.isConnected || pictures.get(parentElement)?.remove())
  }
}

// the canvases have a z-index of 10
function overTheWhole(picture) {
  Object.assign(picture.style, { position: "absolute", inset: 0, width: "100%", height: "100%", pointerEvents: "none", zIndex: 11 })
  return picture
}
