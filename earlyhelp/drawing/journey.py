"""The way of a case, drawn from its table as SVG: stages as boxes, moves as arrows.

The main way runs from top to bottom. What may happen at many stages (closing, social care's
acceptance) is gathered in one line at the side, as a bus that every stage stands at.
"""

from html import escape

from cases.journey import MOVES, TITLES, Move, Stage

WIDTH, HEIGHT = 1060, 800
BOX_WIDTH, BOX_HEIGHT = 280, 56
MIDDLE, SIDE = 440, 870
MAIN = [
    Stage.WAITING,
    Stage.ASSESSING,
    Stage.SIGN_OFF,
    Stage.PLANNING,
    Stage.SUPPORTING,
    Stage.CLOSED,
]
PITCH, TOP = 140, 50
PLACES = {stage: (MIDDLE, TOP + PITCH * at) for at, stage in enumerate(MAIN)} | {
    Stage.SOCIAL_CARE: (SIDE, TOP + PITCH * 3)
}
LEFT_BUS, RIGHT_BUS = 140, 680
ASIDE = 24  # how far two arrows between the same stages stand apart

OPENING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    f' width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d">'
)
ARROW_HEAD = (
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8"'
    ' markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#1d4f73"/></marker></defs>'
)
STYLE = """
    text { font-family: 'Helvetica Neue', Helvetica, Arial, sans-serif; fill: #0b0c0c; }
    .stage { fill: #f0f4f7; stroke: #1d4f73; stroke-width: 2; }
    .ended { fill: #e3e6e8; stroke: #484949; }
    .title { font-size: 16px; font-weight: bold; text-anchor: middle; }
    .label { font-size: 14px; }
    .stamp { font-size: 12px; fill: #484949; }
    .end { text-anchor: end; }
    .middle { text-anchor: middle; }
    .move { fill: none; stroke: #1d4f73; stroke-width: 2; }
"""


def journey_svg() -> str:
    """The diagram. A stage without a place in it, or a move that cannot be drawn, is an error."""
    missing = set(Stage) - set(PLACES)
    if missing:
        raise ValueError(f"No place in the drawing for: {', '.join(sorted(missing))}")
    parts = [
        OPENING,
        '<title id="t">The way of a case</title>',
        f'<desc id="d">{escape(_in_words())}</desc>',
        f"<style>{STYLE}</style>",
        ARROW_HEAD,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *(_move(move) for move in MOVES),
        *(_stage(stage) for stage in Stage),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _in_words() -> str:
    sentences = []
    for move in MOVES:
        sources = ", ".join(TITLES[source] for source in move.sources)
        sentences.append(f"{move.label}: from {sources} to {TITLES[move.target]}.")
    return " ".join(sentences)


def _stage(stage: Stage) -> str:
    x, y = PLACES[stage]
    kind = "stage ended" if stage is Stage.CLOSED else "stage"
    left, top = x - BOX_WIDTH // 2, y - BOX_HEIGHT // 2
    return (
        f'<rect class="{kind}" x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}"'
        f' rx="6"/><text class="title" x="{x}" y="{y + 6}">{escape(TITLES[stage])}</text>'
    )


def _move(move: Move) -> str:
    if move.sources == (Stage.CLOSED,):
        return _again(move)
    if len(move.sources) > 1:
        return _bus(move)
    source, target = move.sources[0], move.target
    if source in MAIN and target in MAIN:
        return _along(move, source, target)
    return _to_the_end(move) if target is Stage.CLOSED else _back(move)


def _along(move: Move, source: Stage, target: Stage) -> str:
    """Between two stages that stand above each other; backwards on the left."""
    x, start = PLACES[source]
    end = PLACES[target][1]
    down = end > start
    x += ASIDE if down else -ASIDE
    half = BOX_HEIGHT // 2 if down else -BOX_HEIGHT // 2
    path = f"M{x} {start + half}V{end - half}"
    middle = (start + end) // 2 + (0 if move.stamps else 5)
    side = ("", 12) if down else (" end", -12)
    return _arrow(path) + _words(move, x + side[1], middle, side[0])


def _bus(move: Move) -> str:
    """From many stages by one line at the side."""
    left = move.target in MAIN
    bus = LEFT_BUS if left else RIGHT_BUS
    edge = MIDDLE - BOX_WIDTH // 2 if left else MIDDLE + BOX_WIDTH // 2
    heights = [PLACES[source][1] for source in move.sources]
    x, y = PLACES[move.target]
    stubs = "".join(f"M{edge} {height}H{bus}" for height in heights)
    line = f"M{bus} {min(heights)}V{max([*heights, y])}"
    head = x - BOX_WIDTH // 2
    drawn = f'<path class="move" d="{stubs}{line}"/>' + _arrow(f"M{bus} {y}H{head}")
    if left:
        return drawn + _words(move, bus - 12, (heights[0] + y) // 2, " end")
    return drawn + _words(move, bus + 12, min(heights) + 24, "")


def _to_the_end(move: Move) -> str:
    """From beside the main way down and into its last stage."""
    (x, y), (_, end) = PLACES[move.sources[0]], PLACES[move.target]
    path = f"M{x} {y + BOX_HEIGHT // 2}V{end}H{MIDDLE + BOX_WIDTH // 2}"
    return _arrow(path) + _words(move, x + 12, (y + end) // 2, "")


def _back(move: Move) -> str:
    """From beside the main way up and back into it."""
    x, y = PLACES[move.sources[0]]
    end = PLACES[move.target][1] - ASIDE // 2
    path = f"M{x} {y - BOX_HEIGHT // 2}V{end}H{MIDDLE + BOX_WIDTH // 2}"
    return _arrow(path) + _words(move, x + 12, (y + end) // 2, "", "where it left off")


def _again(move: Move) -> str:
    """From the last stage up and back into the main way."""
    edge, start, end = MIDDLE - BOX_WIDTH // 2, PLACES[Stage.CLOSED][1], PLACES[move.target][1]
    x, offset = edge - 3 * ASIDE, ASIDE // 2
    path = f"M{edge} {start - offset}H{x}V{end + offset}H{edge}"
    beside = start - PITCH // 2
    return _arrow(path) + _words(move, x + 12, beside, "", "where it left off")


def _arrow(path: str) -> str:
    return f'<path class="move" d="{path}" marker-end="url(#head)"/>'


def _words(move: Move, x: int, y: int, anchor: str, more: str = "") -> str:
    label = f'<text class="label{anchor}" x="{x}" y="{y}">{escape(move.label)}</text>'
    below = more or _stamp(move)
    if not below:
        return label
    return label + f'<text class="stamp{anchor}" x="{x}" y="{y + 17}">{escape(below)}</text>'


def _stamp(move: Move) -> str:
    return f"stamps {move.stamps}" if move.stamps else ""
