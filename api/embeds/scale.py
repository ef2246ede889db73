"""Where does a number stand on an axis, and which round numbers mark it?

An axis of numbers runs from left to right in every language, as numerals do.
"""

import math

import msgspec

from api.render.citations.numerals import number, plain_number


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A round number that marks an axis."""

    at: float
    """How far along the axis, in percent."""
    label: str

    @property
    def anchor(self) -> str:
        """How its label is set so that it stays within the axis: SVG's ``text-anchor``."""
        return "start" if self.at < 6 else "end" if self.at > 94 else "middle"


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """A linear axis from one whole number to another."""

    low: int
    high: int
    step: int

    def at(self, value: float) -> float:
        """How far along the axis a value stands, in percent, within 0 and 100."""
        share = 100 * (value - self.low) / (self.high - self.low)
        return round(min(100.0, max(0.0, share)), 2)

    @property
    def ticks(self) -> list[int]:
        """Its round numbers, both ends included."""
        return list(range(self.low, self.high + 1, self.step))

    def marks(self, language: str) -> list[Mark]:
        """Its round numbers as they are written in a language, all in one way."""
        labels = {tick: number(tick, language) for tick in self.ticks if tick}
        # "1 million" beside "750,000" reads badly: words for the scale on all of them, or on none
        if any(label == plain_number(tick, language) for tick, label in labels.items()):
            labels = {tick: plain_number(tick, language) for tick in labels}
        zero = plain_number(0, language)
        return [Mark(at=self.at(tick), label=labels.get(tick, zero)) for tick in self.ticks]


def scale_over(low: float, high: float, most: int = 4) -> Scale:
    """An axis that holds ``low`` to ``high``, never below zero, with at most ``most`` intervals.

    It begins and ends with a round number: its step is 1, 2 or 5 times a power of ten.
    """
    low = max(0.0, low)
    high = max(high, low + 1)
    power = 10 ** max(0, math.floor(math.log10((high - low) / most)))
    scales = [_round(low, high, step * power) for step in (1, 2, 5, 10, 20, 50)]
    return next(scale for scale in scales if len(scale.ticks) <= most + 1)


def _round(low: float, high: float, step: int) -> Scale:
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    return Scale(low=first, high=last, step=step)
