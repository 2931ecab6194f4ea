const tapes = new WeakMap()
const FOLLOW = -1  // the learner has not moved the tape: it stays at the end
const LONG = 200
const AROUND = 30
const HEARD = 300, PLAYED = 1000  // milliseconds
const PACES = [1, 2, 6]  // times as fast as the page asks for; the last is ten steps a second
const PLAY = "M7 4v16l13-8z"
const PAUSE = "M6 5h4v14H6zM14 5h4v14h-4z"

export default function ({ data, parentElement, setStateValue }) {
  const tape = tapes.get(parentElement) ?? { timer: null, pace: 1 }
  tapes.set(parentElement, tape)
  const find = (selector) => parentElement.querySelector(selector)
  const root = find(".tape"), chips = find(".chips"), range = find("input")
  const output = find("output"), note = find(".note"), play = find("[data-do=play]")
  const pace = find("[data-do=pace]"), remembered = find(".remembered")
  const columns = columnsOf(data.strip), hues = huesOf(root)
  const count = data.items.length
  const resting = Math.min(data.start ?? count, count)
  const now = () => (tape.moved === FOLLOW ? resting : Math.min(tape.moved, count))

  root.classList.toggle("still", data.still)
  if (data.still) root.removeAttribute("tabindex")
  if (data.version !== tape.version) {
    // the page asked for another position, for example after a preset
    clearTimeout(tape.waits)
    Object.assign(tape, { version: data.version, moved: data.step, sent: data.step, unit: data.unit, waits: null })
  }

  function colour(button, index) {
    const value = tape.unit === NOBODY ? data.colours?.[index] : valueOf(columns[index], tape.unit)
    const hue = (value > 0 ? ABOVE : BELOW).join(", ")
    button.style.backgroundColor = value ? `rgba(${hue}, ${(0.6 * Math.abs(value)).toFixed(3)})` : ""
    button.style.borderBottomColor = value ? `rgba(${hue}, ${Math.min(1, 0.2 + Math.abs(value)).toFixed(3)})` : ""
  }

  function chip(index) {
    const item = data.items[index]
    const button = document.createElement("button")
    button.type = "button"
    button.tabIndex = -1
    button.dir = "auto"
    if (index >= data.since) button.lang = data.language
    button.textContent = item === " " ? "\u2423" : item === "\n" ? "\u21b5" : item || "\u2205"
    colour(button, index)
    if (data.notes?.[index]) button.title = data.notes[index]
    const holder = document.createElement("div")
    holder.className = index === data.struck ? "item struck" : "item"
    holder.dataset.index = index
    holder.append(button)
    if (columns[index]) {
      const canvas = document.createElement("canvas")
      canvas.setAttribute("aria-hidden", "true")
      drawColumn(canvas, columns[index], tape.unit, hues)
      holder.append(canvas)
    }
    return holder
  }

  function more(text) {
    const span = document.createElement("span")
    span.className = "more"
    span.textContent = text
    return span
  }

  // a chip that looks the same stays: a letter typed at the end makes one anew, and a step none
  function fill() {
    const long = count > LONG
    const first = long ? Math.max(0, now() - AROUND) : 0
    const last = long ? Math.min(count, now() + AROUND) : count
    const drawn = new Map(), parts = []
    if (first > 0) parts.push(more(`… ${first} before`))
    for (let index = first; index < last; index++) {
      const { block, values } = columns[index] ?? {}
      const looks = JSON.stringify([
        index, data.items[index], data.colours?.[index], data.notes?.[index], index === data.struck,
        index >= data.since && data.language, block?.units, values && [...values], tape.unit, hues,
      ])
      drawn.set(looks, tape.drawn?.get(looks) ?? chip(index))
      parts.push(drawn.get(looks))
    }
    if (last < count) parts.push(more(`${count - last} more …`))
    tape.drawn = drawn
    parts.forEach((part, at) => {
      if (part !== chips.children[at]) chips.insertBefore(part, chips.children[at] ?? null)
    })
    while (chips.children.length > parts.length) chips.lastElementChild.remove()
  }

  // rows that lie above or below what is seen
  function fade() {
    chips.classList.toggle("above", chips.scrollTop > 4)
    chips.classList.toggle("below", chips.scrollTop + chips.clientHeight < chips.scrollHeight - 4)
  }
  chips.onscroll = fade

  function show() {
    const step = now()
    if (count > LONG) fill()
    for (const item of chips.querySelectorAll(".item")) {
      const index = Number(item.dataset.index), button = item.firstChild
      item.classList.toggle("ahead", index >= step && !data.still)
      item.classList.toggle("now", index === step - 1)
      if (index === step - 1) {
        button.setAttribute("aria-current", "step")
        // scrolls the chips only, never the page
        chips.scrollTop = Math.max(0, item.offsetTop - chips.offsetTop - (chips.clientHeight - item.offsetHeight) / 2)
      } else button.removeAttribute("aria-current")
    }
    fade()
    range.max = count
    range.value = step
    range.setAttribute("aria-valuetext", `after step ${step} of ${count}`)
    output.textContent = `after step ${step} of ${count}`
    const told = (step > 0 && data.notes?.[step - 1]) || ""
    note.textContent = [told, changeSentence(columns, data.items, step)].filter(Boolean).join(" · ")
    const asked = tape.unit === NOBODY ? "" : unitSentence(columns, data.items, tape.unit)
    remembered.textContent = asked || legend(columns)
  }

  // the server and its figures hear of the first step at once, and of fast ones no more often than they can be drawn
  function send() {
    const gap = tape.timer !== null && tape.pace > 1 ? PLAYED : HEARD
    const rest = (tape.told ?? -Infinity) + gap - performance.now()
    if (tape.moved === tape.sent || tape.waits) return
    if (rest > 0) tape.waits = setTimeout(() => { tape.waits = null; tape.tell() }, rest)
    else tape.tell()
  }

  tape.tell = () => {
    if (tape.moved === tape.sent || !root.isConnected) return
    tape.sent = tape.moved
    tape.told = performance.now()
    setStateValue("step", [tape.version, tape.moved])
  }

  function go(step) {
    step = Math.max(0, Math.min(count, step))
    tape.moved = step === resting ? FOLLOW : step
    show()
    send()
  }

  function ask(unit) {
    tape.unit = unit === tape.unit ? NOBODY : unit
    fill()
    show()
    setStateValue("unit", tape.unit)
  }

  // the next row up or down of the network that the present chip belongs to; past the last one nobody is asked
  function askBeside(way) {
    const units = (columns[now() - 1] ?? columns[0])?.block.units ?? []
    const order = [NOBODY, ...units]
    const place = Math.max(0, order.indexOf(tape.unit)) + way
    const unit = order[(place + order.length) % order.length]
    if (unit !== tape.unit) ask(unit === NOBODY ? tape.unit : unit)
  }

  function pause() {
    clearInterval(tape.timer)
    tape.timer = null
    face()
  }

  // what was not told before Back was pressed belongs to the page as it was, and would take the learner there again
  tape.forget = () => {
    pause()
    clearTimeout(tape.waits)
    tape.waits = null
    tape.moved = tape.sent
  }
  if (!tape.forgets) addEventListener("popstate", (tape.forgets = () => tape.forget()))

  function face() {
    const playing = tape.timer !== null
    play.querySelector("path").setAttribute("d", playing ? PAUSE : PLAY)
    play.setAttribute("aria-label", playing ? "Pause" : "Play")
    play.title = playing ? "Pause" : "Play"
    pace.textContent = `${tape.pace}×`
    pace.setAttribute("aria-label", `Speed: ${tape.pace} times`)
  }

  function start() {
    if (count === 0) return
    if (now() >= count) go(0)
    tape.timer = setInterval(() => tape.advance(), data.milliseconds / tape.pace)
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
    pace: () => {
      const playing = tape.timer !== null
      pause()
      tape.pace = PACES[(PACES.indexOf(tape.pace) + 1) % PACES.length]
      if (playing) start()
      else face()
    },
  }
  for (const button of parentElement.querySelectorAll("[data-do]")) button.onclick = actions[button.dataset.do]
  range.oninput = () => { pause(); go(Number(range.value)) }
  chips.onclick = (event) => {
    const item = event.target.closest(".item")
    if (!item || data.still) return
    const index = Number(item.dataset.index)
    if (event.target.localName === "canvas") ask(columns[index].block.units[rowAt(event.target, event)])
    else go(index + 1)
  }
  chips.onpointermove = ({ target, clientY }) => {
    if (target.localName !== "canvas") return
    const { block, values } = columns[Number(target.parentElement.dataset.index)]
    const row = rowAt(target, { clientY })
    target.title = `unit ${block.units[row] - block.first}: ${signed(values[row])}`
  }
  root.onkeydown = (event) => {
    if (data.still || event.ctrlKey || event.metaKey || event.altKey) return
    const jumps = { ArrowLeft: now() - 1, ArrowRight: now() + 1, Home: 0, End: count }
    const rows = { ArrowUp: -1, ArrowDown: 1 }
    const inButton = event.target.closest?.("button")
    if (event.key in jumps) { pause(); go(jumps[event.key]) }
    else if (event.key in rows && columns.length && event.target !== range) askBeside(rows[event.key])
    else if (event.key === " " && !inButton) actions.play()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  fill()
  show()
  face()
  return () => {
    clearInterval(tape.timer)
    removeEventListener("popstate", tape.forgets)
  }
}
