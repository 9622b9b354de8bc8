"""Reads ``.npz`` files as what they are here: numbers and short texts, nothing else.

A body, a room or a head may come from anybody. No pickle is opened, nothing is
unpacked before its size is known (a zip of a few kilobytes can claim terabytes), and
what an array says of itself must agree with what the archive holds.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Arrays = dict[str, Array]

MOST_BYTES = 128 * 2**20
"""Unpacked; the largest file of the product unpacks to 5.3 MB."""
MOST_ARRAYS = 2048
MOST_AXES = 4
_KINDS = "biufU"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LAST_LETTER = 0x10FFFF
# what zipfile and numpy are known to raise on damaged files, beside their own errors
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    MemoryError,
    RuntimeError,
    SyntaxError,
)


class ArraysError(ValueError):
    """A file of arrays is damaged, too large or holds something else; one line."""


def read(path: Path, most_bytes: int = MOST_BYTES) -> Arrays:
    """All arrays of `path` by name; floats are finite, texts are whole.

    Raises:
        ArraysError: it cannot be read, or is more than the limits allow.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _arrays(path, archive, most_bytes)
    except ArraysError:
        raise
    except OSError as error:
        cause = error.strerror or error
        raise ArraysError(f"{path}: cannot be read ({cause}).") from error
    except _DAMAGE as error:
        why = str(error).splitlines()[:1] or [type(error).__name__]
        raise ArraysError(
            f"{path}: cannot be read, it is damaged ({why[0][:200]})."
        ) from error


def take(
    arrays: Mapping[str, Array], name: str, kinds: str, *shape: int | None
) -> Array:
    """The array `name`, whose kind is one of `kinds` and whose shape is `shape`.

    Args:
        arrays: what `read` gave.
        name: name of the array.
        kinds: numpy's letters: ``f`` floats, ``i``, ``u`` whole numbers, ``U`` texts.
        shape: length of each axis; None for any.

    Raises:
        ArraysError: it is missing or of another kind or shape.
    """
    if name not in arrays:
        raise ArraysError(f"{name!r} is missing.")
    found = arrays[name]
    fits = len(found.shape) == len(shape) and all(
        want is None or want == have
        for want, have in zip(shape, found.shape, strict=True)
    )
    if not fits or found.dtype.kind not in kinds:
        wanted = "×".join("any" if n is None else str(n) for n in shape) or "one value"
        raise ArraysError(
            f"{name!r} is {found.dtype} of shape {found.shape}; it must be {wanted}, "
            f"of kind {' or '.join(kinds)}."
        )
    return found


def within(arrays: Mapping[str, Array], name: str, least: float, most: float) -> Array:
    """The array `name`, all of whose numbers are in `least` to `most`.

    Raises:
        ArraysError: one is not, or there is no such array.
    """
    if name not in arrays:
        raise ArraysError(f"{name!r} is missing.")
    found = arrays[name]
    if found.size and not (least <= found.min() and found.max() <= most):
        raise ArraysError(
            f"{name!r} has numbers from {found.min()} to {found.max()}; {least} to "
            f"{most} are allowed."
        )
    return found


def _arrays(path: Path, archive: zipfile.ZipFile, most_bytes: int) -> Arrays:
    items = archive.infolist()
    if len(items) > MOST_ARRAYS:
        raise ArraysError(f"{path}: holds {len(items)} arrays; {MOST_ARRAYS} at most.")
    claimed = sum(item.file_size for item in items)
    if claimed > most_bytes:
        raise ArraysError(
            f"{path}: unpacks to {claimed >> 20} MB; {most_bytes >> 20} MB at most."
        )
    made: Arrays = {}
    for item in items:
        name = item.filename.removesuffix(".npy")
        if name in made:
            raise ArraysError(f"{path}: {name!r} is there twice.")
        if item.compress_type not in _PACKED:
            raise ArraysError(f"{path}: {name!r} is packed in an unknown way.")
        with archive.open(item) as file:
            made[name] = _array(f"{path}: {name!r}", file, item.file_size)
    return made


def _array(what: str, file: IO[bytes], size: int) -> Array:
    version = np.lib.format.read_magic(file)
    header = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if header is None:
        raise ArraysError(f"{what} is of format {version}; 1.0 and 2.0 are known.")
    shape, by_columns, dtype = header(file)
    if dtype.kind not in _KINDS or len(shape) > MOST_AXES or min(shape, default=0) < 0:
        raise ArraysError(f"{what} holds {dtype} of shape {shape}, which is not read.")
    # numpy would make room for whatever the header claims
    if math.prod(shape) * dtype.itemsize != size - file.tell():
        raise ArraysError(f"{what} is not as long as its header says.")
    data = bytearray(file.read())
    made: Array = np.ndarray(shape, dtype, data, order="F" if by_columns else "C")
    _check_values(what, made)
    return made


def _check_values(what: str, array: Array) -> None:
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ArraysError(f"{what} holds a number that is infinite or none.")
    if array.dtype.kind == "U" and array.size and array.dtype.itemsize:
        letters = np.frombuffer(
            np.ascontiguousarray(array).tobytes(), array.dtype.byteorder + "u4"
        )
        if letters.max() > _LAST_LETTER:
            raise ArraysError(f"{what} holds a letter that does not exist.")
