"""docx as Markdown: what an office writes, through mammoth; broken, locked and swollen files are refused first."""

from __future__ import annotations

import io
import zipfile

from jalon.errors import Bilingual, JalonError, Place

MOST_UNFOLDED = 60_000_000
"""Bytes of the text's own parts once unfolded; pictures are not read."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a .doc and a document under a password begin."""


def read_docx(data: bytes, name: str) -> str:
    """The Markdown of a docx. Raises `docx_broken`, `docx_encrypted`, `docx_too_large`."""
    place = Place(file=name or None)
    if data.startswith(OLD_OFFICE):
        raise JalonError("docx_encrypted", place=place)
    check_archive(data, place)
    import mammoth  # type: ignore[import-untyped]

    from jalon.publishing.document_html import render_markdown

    try:
        # Pictures are left out: what stands in them is not read, and an inline one could be of any size.
        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {})).value
    except Exception as error:  # mammoth and its XML reader raise whatever their input makes them
        raise JalonError("docx_broken", place=place, reason=str(error) or type(error).__name__) from None
    return render_markdown(html)


def check_archive(data: bytes, place: Place) -> None:
    """That it is a whole archive with a text in it, that none of it is locked, and that it does not swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise JalonError("docx_encrypted", place=place)
            texts = [member for member in members if member.filename.endswith((".xml", ".rels"))]
            unfolded = 0
            for member in texts:  # what a header says of its size may be a lie: it is unfolded to be measured
                with archive.open(member) as stream:
                    while chunk := stream.read(1 << 20):
                        unfolded += len(chunk)
                        if unfolded > MOST_UNFOLDED:
                            raise JalonError("docx_too_large", place=place, found=f"{unfolded}+", most=MOST_UNFOLDED)
            if not any(member.filename.startswith("word/") for member in texts):
                raise JalonError(
                    "docx_broken", place=place, reason=Bilingual("no text in it", "il ne contient pas de texte")
                )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise JalonError("docx_broken", place=place, reason=str(error) or type(error).__name__) from None
    except Exception as error:
        if isinstance(error, JalonError):
            raise
        raise JalonError("docx_broken", place=place, reason=type(error).__name__) from None
