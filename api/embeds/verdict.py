"""What does a verdict mean to a reader who does not know the method? Never more than it says there.

The verdicts are those of ``docs/method.md``. What follows from open ends and from repeats is said
beside them, since "can all be true" is easily read as "agree".
"""

from api.embeds.words import Words
from api.render.citations.numerals import number
from api.schemas.comparisons import Comparison


def verdict_in(comparison: Comparison, words: Words) -> str:
    """How the figures stand to each other, in one sentence."""
    verdict = comparison.verdict
    if verdict == "repeated":
        origins = len(comparison.origins)
        key = "told_again" if origins == 1 else "same_value"
        times = len(comparison.figures) if origins == 1 else origins
        return words.say(f"comparison_{key}", count=number(times, words.language))
    if verdict == "conflicting" and comparison.question.coverage == "cumulative":
        return words.say("comparison_conflicting_total")
    return words.say(f"comparison_{verdict}")


def remarks_in(comparison: Comparison, words: Words) -> list[str]:
    """What keeps the verdict from being read for more than it is."""
    remarks = []
    if comparison.verdict == "repeated" and len(comparison.origins) == 1:
        if comparison.origins[0].inferred:
            remarks.append(words.say("comparison_one_inferred"))
    elif meets_openly(comparison):
        remarks.append(words.say("comparison_open_end"))
    if comparison.unchanged_since:
        date = words.date(comparison.unchanged_since)
        remarks.append(words.say("comparison_unchanged", date=date))
    return remarks


def meets_openly(comparison: Comparison) -> bool:
    """Whether the ranges of different numbers meet only because an end is open.

    A range that all share has an open end only where each of theirs is open on that side.
    """
    is_open = comparison.shared is not None and not comparison.informative
    return is_open and comparison.verdict in ("progressing", "consistent")
