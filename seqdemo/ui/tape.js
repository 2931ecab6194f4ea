const tapes = new WeakMap()
const FOLLOW = -1  // the learner has not moved the tape: it stays at the end
const LONG = 200
const AROUND = 30
const PLAY = "M7 4v16l13-8z"
const PAUSE = "M6 5h4v14H6zM14 5h4v14h-4z"

export default function ({ data, parentElement, setStateValue }) {
  const tape = tapes.get(parentElement) ?? { moved: data.step, sent: data.step, timer: null }
  tapes.set(parentElement, tape)
  const find = (selector) => parentElement.querySelector(selector)
  const root = find(".tape"), chips = find(".chips"), range = find("input")
  const output = find("output"), note = find(".note"), play = find("[data-do=play]")
  const count = data.items.length
  const resting = Math.min(data.start ?? count, count)
  const now = () => (tape.moved === FOLLOW ? resting : Math.min(tape.moved, count))

  root.classList.toggle("still", data.still)
  if (data.still) root.removeAttribute("tabindex")
  if (data.version !== tape.version) {
    // the page asked for another position, for example after a preset
    if (tape.version !== undefined) {
      tape.moved = data.step
      send()
    }
    tape.version = data.version
  }

  function chip(index) {
    const item = data.items[index]
    const button = document.createElement("button")
    button.type = "button"
    button.tabIndex = -1
    button.dir = "auto"
    button.textContent = item === " " ? "\u2423" : item === "\n" ? "\u21b5" : item || "\u2205"
    button.dataset.index = index
    const value = data.colours?.[index]
    if (value) {
      const hue = value > 0 ? "213, 94, 0" : "0, 114, 178"
      button.style.backgroundColor = `rgba(${hue}, ${(0.6 * Math.abs(value)).toFixed(3)})`
      button.style.borderBottomColor = `rgba(${hue}, ${Math.min(1, 0.2 + Math.abs(value)).toFixed(3)})`
    }
    if (data.notes?.[index]) button.title = data.notes[index]
    button.onclick = () => !data.still && go(index + 1)
    return button
  }

  function more(text) {
    const span = document.createElement("span")
    span.className = "more"
    span.textContent = text
    return span
  }

  function fill() {
    const long = count > LONG
    const first = long ? Math.max(0, now() - AROUND) : 0
    const last = long ? Math.min(count, now() + AROUND) : count
    const parts = []
    if (first > 0) parts.push(more(`… ${first} before`))
    for (let index = first; index < last; index++) parts.push(chip(index))
    if (last < count) parts.push(more(`${count - last} more …`))
    chips.replaceChildren(...parts)
  }

  function show() {
    const step = now()
    if (count > LONG) fill()
    for (const button of chips.querySelectorAll("button")) {
      const index = Number(button.dataset.index)
      button.classList.toggle("ahead", index >= step && !data.still)
      button.classList.toggle("now", index === step - 1)
      if (index === step - 1) {
        button.setAttribute("aria-current", "step")
        // scrolls the chips only, never the page
        chips.scrollTop = Math.max(0, button.offsetTop - chips.offsetTop - chips.clientHeight / 2)
      } else button.removeAttribute("aria-current")
    }
    range.max = count
    range.value = step
    range.setAttribute("aria-valuetext", `after step ${step} of ${count}`)
    output.textContent = `after step ${step} of ${count}`
    note.textContent = (step > 0 && data.notes?.[step - 1]) || ""
  }

  function send() {
    if (tape.moved === tape.sent) return
    tape.sent = tape.moved
    setStateValue("step", tape.moved)
  }

  function go(step) {
    step = Math.max(0, Math.min(count, step))
    tape.moved = step === resting ? FOLLOW : step
    show()
    send()
  }

  function pause() {
    clearInterval(tape.timer)
    tape.timer = null
    face()
  }

  function face() {
    const playing = tape.timer !== null
    play.querySelector("path").setAttribute("d", playing ? PAUSE : PLAY)
    play.setAttribute("aria-label", playing ? "Pause" : "Play")
    play.title = playing ? "Pause" : "Play"
  }

  function start() {
    if (count === 0) return
    if (now() >= count) go(0)
    tape.timer = setInterval(() => tape.advance(), data.milliseconds)
    face()
  }

  // a rerun brings new data while the timer runs on, so the timer calls the newest closure
  tape.advance = () => {
    if (!root.isConnected || now() >= count) return pause()
    go(now() + 1)
    if (now() >= count) pause()
  }

  const actions = {
    reset: () => { pause(); go(0) },
    back: () => { pause(); go(now() - 1) },
    next: () => { pause(); go(now() + 1) },
    play: () => (tape.timer === null ? start() : pause()),
  }
  for (const button of parentElement.querySelectorAll("[data-do]")) button.onclick = actions[button.dataset.do]
  range.oninput = () => { pause(); go(Number(range.value)) }
  root.onkeydown = (event) => {
    if (data.still || event.ctrlKey || event.metaKey || event.altKey) return
    const jumps = { ArrowLeft: now() - 1, ArrowRight: now() + 1, Home: 0, End: count }
    const inButton = event.target.closest?.("button")
    if (event.key in jumps) { pause(); go(jumps[event.key]) }
    else if (event.key === " " && !inButton) actions.play()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  fill()
  show()
  face()
  return () => clearInterval(tape.timer)
}
