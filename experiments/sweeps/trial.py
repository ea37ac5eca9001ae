"""Reads tables from outside in a process of its own first, with bounded memory and time.

A damaged or hostile Parquet file can make its reader end the whole process, or take all memory; here that ends a child.
"""

import os
import subprocess
import sys

MEMORY_BYTES = 4 * 2**30
SECONDS = 300
CHILD = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
import io
import polars as pl
every = pl.all().hash().max()
for size in SIZES:
    pl.scan_parquet(io.BytesIO(sys.stdin.buffer.read(size))).select(every).collect(engine="streaming")
"""


def can_be_read(*tables):
    """Whether Parquet tables, as bytes, can be read to their last value."""
    sizes = [len(table) for table in tables]
    script = CHILD.replace("MEMORY", str(MEMORY_BYTES)).replace("SIZES", str(sizes))
    try:
        found = subprocess.run(
            [sys.executable, "-c", script],
            input=b"".join(tables),
            capture_output=True,
            timeout=SECONDS,
            env=os.environ | {"POLARS_MAX_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return found.returncode == 0
