"""Which datasets can be imported? Their figures are no fixture's: seeding leaves them alone."""

from seeds.imports.iom_americas import IOM_AMERICAS
from seeds.imports.unhcr import UNHCR

DATASETS = {dataset.name: dataset for dataset in (UNHCR, IOM_AMERICAS)}
"""By the name the command has for it."""

IMPORTED = {
    "sources": frozenset(dataset.source["id"] for dataset in DATASETS.values()),
    "claimants": frozenset(dataset.claimant["id"] for dataset in DATASETS.values()),
}
"""By record type: what an import may have made, which fixtures need not have."""
