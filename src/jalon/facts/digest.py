"""Digests of Arrow tables that depend on their rows alone.

Arrow leaves open how a table is cut into chunks, what bytes stand under a null and where a slice begins,
and its file formats change with its versions; so each column is brought to one plain form and hashed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from hashlib import _Hash


def content_digest(table: pa.Table) -> str:
    """SHA-256 over the names, types and values of a table, row order included, as hexadecimal."""
    digest = hashlib.sha256()
    for field in table.schema:
        digest.update(f"{field.name}:{field.type}:{len(table)}\n".encode())
        column = table.column(field.name).combine_chunks()
        _update(digest, column if isinstance(column, pa.Array) else pa.concat_arrays(column.chunks))
    return digest.hexdigest()


def _update(digest: _Hash, values: pa.Array) -> None:
    is_valid = pc.is_valid(values).to_numpy(zero_copy_only=False) if values.null_count else np.ones(len(values), bool)
    digest.update(np.packbits(is_valid).tobytes())
    if pa.types.is_list(values.type):
        lengths = _filled(pc.list_value_length(values), 0)
        digest.update(lengths.to_numpy().astype("<i4"))
        _update(digest, pc.list_flatten(values))
    elif pa.types.is_string(values.type):
        values = _filled(values, "").dictionary_encode()
        digest.update(values.indices.to_numpy().astype("<i4"))
        for text in values.dictionary.to_pylist():
            encoded = text.encode()
            digest.update(len(encoded).to_bytes(4, "little") + encoded)
    elif pa.types.is_decimal(values.type):
        # A decimal is kept as 16 bytes, its unscaled integer; nulls may stand over any bytes.
        values = _filled(values, pa.scalar(0, values.type))
        start, stop = 16 * values.offset, 16 * (values.offset + len(values))
        digest.update(memoryview(values.buffers()[1] or b"")[start:stop])
    elif pa.types.is_boolean(values.type):
        digest.update(np.packbits(_filled(values, False).to_numpy(zero_copy_only=False)).tobytes())
    else:
        assert values.type in (pa.int32(), pa.date32()), values.type
        digest.update(_filled(values.cast(pa.int32()), 0).to_numpy().astype("<i4"))


def _filled(values: pa.Array, missing: object) -> pa.Array:
    """Most columns of most parts miss nothing: for small ones to ask Arrow costs more than to hash them."""
    return pc.fill_null(values, missing) if values.null_count else values
