"""Proof that a secret stays uncertain: two tables, both possible, in which it differs. Addition alone verifies it.

A certificate is kept privately: its tables are made up, but the true one is among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.protect import Protection
from jalon.disclosure.system import Integers, Links, System, Targets
from jalon.errors import JalonError


@dataclass(frozen=True, slots=True)
class Certificate:
    """Tables (a row each, numbers as columns), what the public knows of each number, and for each secret two tables."""

    links: Links
    least: Integers
    most: Integers
    """What is known of each number: told ones between the same, a withheld one from 1 on, without limit."""
    tables: Integers
    secrets: Integers
    widths: Integers
    lowest: Integers
    highest: Integers
    insiders: Integers
    """Rows of three: a secret's position, an atom of it, and a table in which the atom has somebody and the secret
    is not its true size."""

    @property
    def size(self) -> int:
        """How many secrets it proves."""
        return len(self.secrets)


def build_certificate(system: System, targets: Targets, protection: Protection) -> Certificate:
    """From what the protection found; it is not believed before `check_certificate` has added it up."""
    untold = np.append(protection.withheld, True)[system.groups] & ~system.told
    least = np.where(untold, system.least, system.values)
    most = np.where(untold, system.most, system.values)
    used, place = np.unique(
        np.concatenate([[0], protection.lowest, protection.highest, protection.insiders[:, 2]]), return_inverse=True
    )
    low, high = place[1 : len(targets) + 1], place[len(targets) + 1 : 2 * len(targets) + 1]
    insiders = protection.insiders.copy()
    insiders[:, 2] = place[2 * len(targets) + 1 :]
    return Certificate(
        links=system.links,
        least=least,
        most=most,
        tables=protection.witnesses[used] + system.values,
        secrets=targets.numbers,
        widths=targets.widths,
        lowest=low,
        highest=high,
        insiders=insiders,
    )


def check_certificate(certificate: Certificate) -> None:
    """Add up every table, compare each number with what is told of it, and each secret in its two tables.

    Raises `no_certificate` with the first thing that does not hold.
    """
    for table in certificate.tables:
        if not certificate.links.add_up(table):
            _refuse("a table does not add up", "un tableau ne s'additionne pas")
        if (table < certificate.least).any() or (table > certificate.most).any():
            _refuse("a table is not what is published", "un tableau n'est pas ce qui est publié")
    at = np.arange(certificate.size)
    sizes = certificate.tables[:, certificate.secrets]
    apart = sizes[certificate.highest, at] - sizes[certificate.lowest, at]
    if (apart < certificate.widths).any():
        number = int((apart < certificate.widths).sum())
        _refuse(f"{number} small numbers could be worked out", f"{number} petits nombres pourraient être retrouvés")
    for position, atom, table in certificate.insiders.tolist():
        true_size = certificate.tables[0, certificate.secrets[position]]
        if certificate.tables[table, atom] < 1 or sizes[table, position] == true_size:
            _refuse("somebody in a cell could work out the rest of it", "une personne d'une case retrouverait le reste")


def _refuse(reason: str, reason_fr: str) -> None:
    raise JalonError("no_certificate", reason=reason, reason_fr=reason_fr)
