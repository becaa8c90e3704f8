"""The picture from voices over themes to measures: where every line and word of it stands.

Values in, places out, in units of the picture. Everything is mirrored for scripts from right to
left by the pen alone; text anchors stay logical, because `direction` turns "start" and "end" round.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

UNIT, ROW = 9, 33
WIDTH, TOP = 1180, 24
# Where the nodes of channels, of themes (voices in, measures out) and of fields stand.
CHANNEL_X, THEME_X, OUT_X, FIELD_X = 122, 372, 742, 936
# Phones: a row per theme, a dot or square every 16 units, as many as fit beside each other.
NARROW_WIDTH, NARROW_TOP, STEP, MOST = 328, 14, 16, 8
# Longest line of words beside a node, in characters.
THEME_LINE, FIELD_LINE, NARROW_LINE = 38, 27, 40


@dataclass(frozen=True)
class Bundle:
    """A theme with its voices by channel and its measures by field."""

    key: str
    title: str
    voices: int
    channels: Mapping[str, int]
    fields: Mapping[str, int]

    @property
    def measures(self) -> int:
        return sum(self.fields.values())


@dataclass(frozen=True)
class Flow:
    """All bundles, in the order in which they are drawn; channels and fields by key and title."""

    bundles: Sequence[Bundle]
    channels: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Ribbon:
    path: str
    width: int


@dataclass(frozen=True)
class Box:
    """A rectangle: a node, or a measure."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Word:
    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = ""


@dataclass
class Drawing:
    """What a template draws: a picture of that width and height."""

    width: int
    height: float = 0
    ribbons: list[Ribbon] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def in_order(bundles: Sequence[Bundle], fields: Sequence[str]) -> list[Bundle]:
    """Themes in the order of the fields they lead to, so that few ribbons cross; those that
    lead nowhere come last."""

    def middle(bundle: Bundle) -> tuple[float, str, str]:
        total = bundle.measures
        if not total:
            return float(len(fields)), bundle.title, bundle.key
        place = sum(fields.index(at) * count for at, count in bundle.fields.items()) / total
        return place, bundle.title, bundle.key

    return sorted(bundles, key=middle)


def wrapped(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most `width` characters, as far as words allow."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def sums(flow: Flow) -> tuple[Counter[str], Counter[str]]:
    """What flows out of each channel, and into each field."""
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for bundle in flow.bundles:
        into.update(bundle.channels)
        out.update(bundle.fields)
    return into, out


def wide(flow: Flow, *, is_rtl: bool = False) -> Drawing:
    """Ribbons for wide screens: channels, themes, fields."""
    pen = _Pen(WIDTH, is_rtl)
    middles, bottom = _middles(flow)
    height = bottom - TOP
    into, out = sums(flow)
    channels = [key for key in flow.channels if into[key]]
    fields = [key for key in flow.fields if out[key]]
    channel_tops = _stacked(into, channels, height * 0.72, TOP + height * 0.12)
    field_tops = _stacked(out, fields, height - 30, TOP + 12)
    _draw_ribbons(pen, flow, middles, dict(channel_tops), dict(field_tops))
    for key in channels:
        pen.node(CHANNEL_X, channel_tops[key], into[key])
        y = channel_tops[key] + into[key] * UNIT / 2 + 5
        pen.word(0, y, flow.channels[key])
        pen.word(CHANNEL_X - 8, y, str(into[key]), anchor="end", kind="b")
    for bundle in flow.bundles:
        _draw_theme(pen, bundle, middles[bundle.key])
    for key in fields:
        pen.node(FIELD_X, field_tops[key], out[key])
        y = field_tops[key] + out[key] * UNIT / 2 + 5
        pen.word(FIELD_X + 14, y, str(out[key]), kind="b")
        pen.lines(FIELD_X + 38, y, wrapped(flow.fields[key], FIELD_LINE))
    return pen.finished(bottom)


def narrow(flow: Flow, *, is_rtl: bool = False) -> Drawing:
    """One row per theme for phones: dots are voices, squares are measures."""
    pen = _Pen(NARROW_WIDTH, is_rtl)
    y = float(NARROW_TOP)
    for bundle in flow.bundles:
        pen.drawing.rules.append(y - 8)
        lines = wrapped(bundle.title, NARROW_LINE)
        for number, line in enumerate(lines):
            pen.word(0, y + 13 + number * 18, line)
        y += len(lines) * 18 + 14
        _draw_tokens(pen, bundle, y)
        y += 24
    return pen.finished(y)


def _middles(flow: Flow) -> tuple[dict[str, float], float]:
    """The height at which each theme stands, and where the last one ends."""
    found, y = {}, float(TOP)
    for bundle in flow.bundles:
        height = max(ROW, max(sum(bundle.channels.values()), bundle.measures) * UNIT + 10)
        found[bundle.key] = y + height / 2
        y += height
    return found, y


def _stacked(
    sizes: Mapping[str, int], keys: Sequence[str], height: float, top: float
) -> dict[str, float]:
    """The upper edge of each node, spread evenly over a height."""
    used = sum(sizes[key] for key in keys) * UNIT
    gap = max(4.0, (height - used) / max(1, len(keys) - 1))
    y, found = top, {}
    for key in keys:
        found[key] = y
        y += sizes[key] * UNIT + gap
    return found


class _Pen:
    """Draws where it is told from the left, or mirrored."""

    def __init__(self, width: int, is_rtl: bool) -> None:
        self.drawing = Drawing(width)
        self.is_rtl = is_rtl

    def at(self, x: float) -> float:
        return round(self.drawing.width - x if self.is_rtl else x, 1)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        edge = self.at(x + width) if self.is_rtl else self.at(x)
        self.drawing.boxes.append(Box(edge, round(y, 1), width, height))

    def node(self, x: float, y: float, count: int) -> None:
        """As high as `count` says; nothing for nothing."""
        if count:
            self.box(x, y, 5, count * UNIT - 1)

    def dot(self, x: float, y: float) -> None:
        self.drawing.dots.append(Dot(self.at(x), round(y, 1)))

    def word(self, x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> None:
        self.drawing.words.append(Word(self.at(x), round(y, 1), text, anchor, kind))

    def lines(self, x: float, y: float, lines: Sequence[str]) -> None:
        """Several lines around the height of one."""
        first = y - (len(lines) - 1) * 9
        for number, line in enumerate(lines):
            self.word(x, first + number * 18, line)

    def ribbon(self, x0: float, y0: float, x1: float, y1: float, count: int) -> None:
        middle = self.at((x0 + x1) / 2)
        start, end = f"{self.at(x0):g} {y0:.1f}", f"{self.at(x1):g} {y1:.1f}"
        path = f"M{start}C{middle:g} {y0:.1f} {middle:g} {y1:.1f} {end}"
        self.drawing.ribbons.append(Ribbon(path, count * UNIT - 1))

    def finished(self, bottom: float) -> Drawing:
        """As high as its lowest word or node needs."""
        ends = [word.y + 10 for word in self.drawing.words]
        ends += [box.y + box.height + 4 for box in self.drawing.boxes]
        self.drawing.height = round(max([bottom, *ends]))
        return self.drawing


def _draw_theme(pen: _Pen, bundle: Bundle, middle: float) -> None:
    into = sum(bundle.channels.values())
    pen.node(THEME_X, middle - into * UNIT / 2, into)
    pen.node(OUT_X, middle - bundle.measures * UNIT / 2, bundle.measures)
    pen.word(THEME_X + 14, middle + 5, str(bundle.voices), kind="b")
    pen.lines(THEME_X + 38, middle + 5, wrapped(bundle.title, THEME_LINE)[:2])
    pen.word(OUT_X - 8, middle + 5, str(bundle.measures), anchor="end", kind="b")


def _draw_ribbons(
    pen: _Pen,
    flow: Flow,
    middles: Mapping[str, float],
    channel_tops: dict[str, float],
    field_tops: dict[str, float],
) -> None:
    """From channels into themes, from themes out to fields; each ribbon as thick as its number."""
    for bundle in flow.bundles:
        y = middles[bundle.key] - sum(bundle.channels.values()) * UNIT / 2
        for key in flow.channels:
            if count := bundle.channels.get(key, 0):
                half = count * UNIT / 2
                pen.ribbon(CHANNEL_X + 5, channel_tops[key] + half, THEME_X, y + half, count)
                channel_tops[key] += count * UNIT
                y += count * UNIT
        y = middles[bundle.key] - bundle.measures * UNIT / 2
        for key in flow.fields:
            if count := bundle.fields.get(key, 0):
                half = count * UNIT / 2
                pen.ribbon(OUT_X + 5, y + half, FIELD_X, field_tops[key] + half, count)
                field_tops[key] += count * UNIT
                y += count * UNIT


def _draw_tokens(pen: _Pen, bundle: Bundle, y: float) -> None:
    """Voices as dots, a line, measures as squares; more than fit are said as a number."""
    left = _draw_voices(pen, bundle.voices, y)
    right = _draw_measures(pen, bundle.measures, y)
    if bundle.voices and bundle.measures:
        path = f"M{pen.at(left):g} {y:g}H{pen.at(NARROW_WIDTH - right):g}"
        pen.drawing.ribbons.append(Ribbon(path, 3))


def _draw_voices(pen: _Pen, count: int, y: float) -> float:
    """How far from the edge they reach."""
    shown = min(count, MOST)
    for place in range(shown):
        pen.dot(6 + place * STEP, y)
    if count > MOST:
        pen.word(shown * STEP + 2, y + 5, str(count), kind="b")
    return shown * STEP + 4 + (count > MOST) * 30


def _draw_measures(pen: _Pen, count: int, y: float) -> float:
    """The same from the other edge."""
    shown = min(count, MOST)
    for place in range(shown):
        pen.box(NARROW_WIDTH - place * STEP - 11, y - 5.5, 11, 11)
    if count > MOST:
        pen.word(NARROW_WIDTH - shown * STEP - 2, y + 5, str(count), anchor="end", kind="b")
    return shown * STEP + 4 + (count > MOST) * 30
