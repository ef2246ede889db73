"""How do templates write what came from data? Escaped, whatever they make of it."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.render.citations.text import isolated


@cache
def templates() -> Environment:
    """One environment for HTML and SVG: both are escaped, and a name that is missing is a fault.

    The filter ``isolated`` keeps a label together wherever it is set.
    """
    environment = Environment(
        loader=PackageLoader("api.embeds"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolated"] = lambda text: isolated(text, "ltr")
    return environment


def render(template: str, **given: object) -> str:
    """A template of ``templates/`` with what it is given."""
    return templates().get_template(template).render(**given)
