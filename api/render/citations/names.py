"""Names from the data, made fit to stand on one line of a sentence."""

import unicodedata

_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Text on one line, without characters that cannot be seen.

    Controls of direction could turn the words around it, and a character of no width could hide
    in it; noncharacters are Unicode's for internal use. Joiners and non-joiners stay between
    letters that join, where spelling needs them.
    """
    kept = []
    for position, letter in enumerate(text):
        category = unicodedata.category(letter)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category in ("Cf", "Cs"):
            around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
            if letter in _JOINERS and len(around) == 2 and all(map(_joins, around)):
                kept.append(letter)
        elif not _is_noncharacter(letter):
            kept.append(letter)
    return " ".join("".join(kept).split())


def _joins(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("AL", "NSM")


def _is_noncharacter(letter: str) -> bool:
    return "\ufdd0" <= letter <= "\ufdef" or ord(letter) & 0xFFFE == 0xFFFE
