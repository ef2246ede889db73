"""Where does a figure stand: in which characters of a text, in which cell of a dataset?"""

from api.embeds.words import Words
from api.render.citations.numerals import number
from api.schemas.parts import Mention


def mention_words(mention: Mention, words: Words) -> str:
    """Where in a text, or in which cell of a dataset, it stands."""
    printed = words.name(mention.as_printed)
    if mention.row is not None:
        row, column = number(mention.row, words.language), words.name(mention.column or "")
        return words.say("figurepage_cell", row=row, column=column, printed=printed)
    paragraph, start, end = (
        number(at or 0, words.language) for at in (mention.paragraph, mention.start, mention.end)
    )
    return words.say(
        "figurepage_mention", paragraph=paragraph, start=start, end=end, printed=printed
    )
