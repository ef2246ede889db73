"""How is the address of a database printed, in a log or an error?"""

from sqlalchemy.engine import URL


def shown(url: URL) -> str:
    """The address without any password: libpq takes one in the query as well."""
    return url.set(query={}).render_as_string()
