"""What keeps a machine from taking part in a private overlap."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.CANNOT_COMPUTE,
    {
        "overlap_not_installed": (
            "The library of private overlaps cannot be used on this machine ({problem}).",
            "La bibliothèque des recouvrements privés est inutilisable sur cette machine ({problem}).",
            "Install it (`pip install openmined-psi`). It is made for Linux on x86-64 with glibc 2.35 or later and for macOS "
            "14 or later on Apple's processors, with Python 3.11 to 3.13: elsewhere, copy the folder to such a machine.",
            "Installez-la (`pip install openmined-psi`). Elle existe pour Linux sur x86-64 avec glibc 2.35 ou plus récente et "
            "pour macOS 14 ou plus récent sur processeur Apple, avec Python 3.11 à 3.13 : ailleurs, copiez le dossier sur une "
            "telle machine.",
        ),
    },
)
