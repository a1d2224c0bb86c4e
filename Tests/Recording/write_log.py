"""A disk that forgets: what a power cut leaves of the writes that qemu's blklogwrites noted.

A disk has a cache. What was written before the last flush is on it; of what was written since, any
block may be there or not. A block is 4 KiB, what flash writes at once, and is never torn: ext4 itself
does not survive half a superblock. The log has a header, then for each write or flush an entry of one sector,
with the written sectors behind it (the kernel's dm-log-writes format, version 1).
"""

import struct
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
BLOCK_SECTORS = 8
MAGIC = 0x6A736677736872
FLUSH, DISCARD = 1, 4


@dataclass
class Entry:
    sector: int
    data_offset: int
    sector_count: int
    is_flush: bool
    end: int


def entries(path):
    """The log's entries up to its end, or to one that a kill has cut short."""
    content = Path(path).read_bytes()
    magic, version = struct.unpack_from("<QQ", content)
    assert (magic, version) == (MAGIC, 1), f"{path}: not a log of writes"
    found, offset = [], SECTOR
    while offset + SECTOR <= len(content):
        sector, count, flags, length = struct.unpack_from("<QQQQ", content, offset)
        if count == 0 and flags == 0:
            break
        assert flags & ~FLUSH == 0, f"{path}: flags {flags} at {offset}"
        data = offset + SECTOR
        end = data + count * SECTOR
        if end > len(content):
            break
        found.append(Entry(sector, data, count, flags & FLUSH != 0, end))
        offset = end
    return content, found


def cut(before, content, found, chance):
    """The disk after a cut behind the last of the entries: the bytes before, with what is left."""
    disk = bytearray(before)
    flushes = [index for index, entry in enumerate(found) if entry.is_flush]
    last = flushes[-1] if flushes else -1
    # Of the cache everything, nothing, or blocks by chance get to the disk.
    kept = chance.choice((0, 0.5, 1))
    for index, entry in enumerate(found):
        for at, offset, count in blocks(entry):
            if index <= last or chance.random() < kept:
                disk[at * SECTOR : (at + count) * SECTOR] = content[offset : offset + count * SECTOR]
    return disk, sum(entry.sector_count for entry in found[last + 1 :])


def blocks(entry):
    """(sector, offset in the log, sectors) of each block, or part of one, that an entry wrote."""
    at, end = entry.sector, entry.sector + entry.sector_count
    while at < end:
        following = min(end, (at // BLOCK_SECTORS + 1) * BLOCK_SECTORS)
        yield at, entry.data_offset + (at - entry.sector) * SECTOR, following - at
        at = following
