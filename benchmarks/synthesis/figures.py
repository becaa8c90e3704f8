"""One measured figure beside what was promised."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, the value, and the least or the most that was promised."""

    what: str
    value: float
    least: float | None = None
    most: float | None = None
    unit: str = ""

    @property
    def is_reached(self) -> bool:
        is_low = self.least is not None and self.value < self.least
        return not is_low and (self.most is None or self.value <= self.most)

    def __str__(self) -> str:
        text = f"{self.what}: {self.value:.3f}{self.unit}"
        if self.least is not None:
            text += f" (promised: at least {self.least:g})"
        if self.most is not None:
            text += f" (promised: at most {self.most:g})"
        return text if self.is_reached else f"{text} MISSED"
