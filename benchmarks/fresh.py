"""Tally as ``tally serve`` runs it, but without the store of answers: each is worked out anew.

``python -m benchmarks.fresh PORT``, with the environment of ``tally serve``. Figures that were made
of late are kept, as ever, unless ``TALLY_STORE_MEGABYTES`` is 0.
"""

import gc
import os
import sys

import uvicorn

from api.app import create_app
from api.service import service_of
from api.settings import read_settings
from api.store.layer import Store
from seeds.database import newest_schema


def main() -> None:
    """Serve what is behind the store."""
    port = int(sys.argv[1])
    settings = read_settings(os.environ, public_url=f"http://127.0.0.1:{port}")
    store = create_app(service_of(settings, newest_schema()))
    gc.freeze()
    assert isinstance(store, Store)
    uvicorn.run(
        store.app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
