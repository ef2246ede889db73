"""A typed client of Tally: migration figures as somebody stated them."""

from tally_client import models
from tally_client.client import AsyncClient, Client
from tally_client.errors import TallyError
from tally_client.listing import AsyncListing, Listing, Page
from tally_client.retrying import Patience

__all__ = [
    "AsyncClient",
    "AsyncListing",
    "Client",
    "Listing",
    "Page",
    "Patience",
    "TallyError",
    "models",
]
