"""A process of its own that reads the SQLite records in bulk: SQL in, Arrow streams out.

    python sqlite_reader.py records.sqlite3 < queries.jsonl > streams

ADBC brings its own copy of SQLite. Two copies in one process undo each other's locks on a file (POSIX locks
belong to the process): on closing, the second believes itself alone and deletes the write-ahead log the first
still writes to, and what is written next is lost (https://sqlite.org/howtocorrupt.html, 2.2.1). In two
processes the locks hold. Imports nothing of Jalon, and ADBC without its DB-API, so that it starts fast.

Each line of standard input is one query as a JSON text; all see the records as they were at the first.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

import adbc_driver_manager
import adbc_driver_sqlite
import pyarrow as pa

BATCH_ROWS = "65536"


def answer_queries(file: str, queries: BinaryIO, streams: BinaryIO) -> None:
    """Write one Arrow stream for each query, until the queries end."""
    with adbc_driver_sqlite.connect(file) as database, adbc_driver_manager.AdbcConnection(database) as connection:
        connection.set_autocommit(False)  # one transaction: one snapshot
        for line in queries:
            with adbc_driver_manager.AdbcStatement(connection) as statement:
                statement.set_options(**{adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value: BATCH_ROWS})
                statement.set_sql_query(json.loads(line))
                handle, _ = statement.execute_query()
                rows = pa.RecordBatchReader._import_from_c(handle.address)
                with rows, pa.ipc.new_stream(streams, rows.schema) as stream:
                    for batch in rows:
                        stream.write_batch(batch)
            streams.flush()


if __name__ == "__main__":
    answer_queries(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
