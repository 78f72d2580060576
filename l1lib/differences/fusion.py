r"""At which λ each border between two pieces vanishes: the whole path of total variation.

A piece with weight W, mean m, and the signs s, t of the jumps at its left and right end lies at

.. math:: m + \lambda (t - s) / W,

a line in λ, until it meets a neighbour. Pieces that have met stay together, and a jump keeps the
sign it has in the data. A piece moves by 2/W or stands still, and one that stands still may start
to move when its other neighbour joins it. So a border vanishes where two lines cross, if neither
border beside it can vanish before: those are fused at once, in any order.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import FloatArray

BLOCK = 1 << 13
"""So many pieces are fused together while they are in the cache."""

FEW = 32
"""Where less than one border in so many can be fused at once, the rounds end."""

REACH = 8
"""So many borders to either side are looked at in a late round; one more in each before."""


class Pieces(NamedTuple):
    """Pieces in a row, and the borders between them and at both ends."""

    mean: FloatArray
    weight: FloatArray
    sign: FloatArray
    """Of the jump at each of the k + 1 borders; 0 where the series ends."""
    border: NDArray[np.intp]
    """Which border of the series each of the k − 1 inner ones is."""


def fusion_levels(y: FloatArray, w: FloatArray) -> FloatArray:
    """Return the λ at which each of the n − 1 borders vanishes."""
    levels = np.full(y.size - 1, np.inf)
    pieces, _ = fuse_in_rounds(y, w, np.finfo(float).max, levels)
    _fuse_singly(pieces, levels)
    return levels


def fuse_in_rounds(
    y: FloatArray, w: FloatArray, lam: float, levels: FloatArray
) -> tuple[Pieces, int]:
    """Fuse borders that vanish up to `lam` while many can go at once, and note their levels.

    Returns what is left, and how many rounds it took.
    """
    pieces = _without_ties(y, w, levels)
    blocks = range(0, pieces.mean.size, BLOCK)
    done = [_fuse_many(_block(pieces, a), lam, levels) for a in blocks]
    rounds = max(count for _, count in done)
    if len(done) == 1:
        return done[0][0], rounds
    pieces, more = _fuse_many(_joined([part for part, _ in done], pieces), lam, levels)
    return pieces, rounds + more


def _without_ties(y: FloatArray, w: FloatArray, levels: FloatArray) -> Pieces:
    """Return the data as pieces, neighbours of one value together."""
    jump = np.sign(np.diff(y))
    border = np.flatnonzero(jump)
    if border.size < jump.size:
        levels[jump == 0] = 0.0
        first = np.concatenate(([0], border + 1))
        y, w, jump = y[first], np.add.reduceat(w, first), jump[border]
    return Pieces(y, w, np.concatenate(([0.0], jump, [0.0])), border)


def _block(pieces: Pieces, a: int) -> Pieces:
    b = min(a + BLOCK, pieces.mean.size)
    mean, weight, sign, border = pieces
    return Pieces(mean[a:b], weight[a:b], sign[a : b + 1], border[a : b - 1])


def _joined(parts: list[Pieces], whole: Pieces) -> Pieces:
    """Return blocks in a row, with the borders between them."""
    between = np.arange(BLOCK, whole.mean.size, BLOCK) - 1
    border = [parts[0].border]
    for i, part in zip(between, parts[1:], strict=True):
        border += [whole.border[i : i + 1], part.border]
    sign = np.concatenate([parts[0].sign[:1], *(part.sign[1:] for part in parts)])
    mean, weight = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    return Pieces(mean, weight, sign, np.concatenate(border))


def _fuse_many(pieces: Pieces, lam: float, levels: FloatArray) -> tuple[Pieces, int]:
    """Fuse in rounds while many borders can go at once; return what is left, and the rounds."""
    rounds = 0
    while pieces.mean.size > 1:
        at, before, after = _crossings(pieces, reach=min(1 + rounds, REACH))
        goes = (at <= lam) & (at <= before) & (at <= after)
        if np.count_nonzero(goes) * FEW <= goes.size:
            break
        rounds += 1
        mean, weight, sign, border = pieces
        levels[border[goes]] = at[goes]
        stays = ~goes
        first = np.concatenate(([0], np.flatnonzero(stays) + 1))
        total = np.add.reduceat(weight, first)
        mean = np.add.reduceat(weight * mean, first) / total
        ends = np.concatenate(([True], stays, [True]))
        pieces = Pieces(mean, total, sign[ends], border[stays])
    return pieces, rounds


def _crossings(pieces: Pieces, reach: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return where neighbouring lines cross, and before what the borders beside cannot vanish."""
    # Seen from the left piece of a border, the right one is at most as fast as 2/W. It changes
    # its speed only if the next border vanishes. So with the bound B of that one, the border
    # vanishes not before the lesser of where the lines cross and max(gap/(speed + 2/W), B).
    mean, weight, sign, _ = pieces
    fastest = 2 / weight
    speed = np.abs(np.diff(sign)) / weight
    gap = np.abs(np.diff(mean))
    with np.errstate(all="ignore"):
        at = gap / (speed[:-1] + speed[1:])
    # Equal means that stand still have met, up to rounding: they are fused when one moves.
    at[np.isnan(at)] = np.inf
    # What lies beyond the end of a block is not known, so that nothing vanishes before it.
    left, right = (-np.inf if end else np.inf for end in (sign[0], sign[-1]))
    from_left = gap / (speed[:-1] + fastest[1:])
    from_right = gap / (fastest[:-1] + speed[1:])
    after = np.append(np.minimum(at, from_left), right)
    before = np.append(left, np.minimum(at, from_right))
    for _ in range(reach):
        after[:-1] = np.minimum(at, np.maximum(from_left, after[1:]))
        before[1:] = np.minimum(at, np.maximum(from_right, before[:-1]))
    return at, before[:-1], after[1:]


def _fuse_singly(pieces: Pieces, levels: FloatArray) -> None:
    """Fuse the rest one by one, always at the border that vanishes first."""
    # Border j is the right end of piece j, which joins its right neighbour when it vanishes.
    last = pieces.mean.size - 1
    at = np.append(_crossings(pieces, 0)[0], np.inf)
    queue = list(zip(at[:-1].tolist(), range(last), strict=True))
    heapify(queue)
    mean, weight, sign, border = (part.tolist() for part in pieces)
    left, right, now = list(range(-1, last)), list(range(1, last + 2)), at.tolist()
    while queue:
        level, j = heappop(queue)
        if level != now[j]:
            continue
        before, k = left[j], right[j]
        levels[border[j]] = level
        now[j] = -1.0
        total = weight[j] + weight[k]
        mean[k] += (mean[j] - mean[k]) * (weight[j] / total)
        weight[k], left[k] = total, before
        if before >= 0:
            right[before] = k
        for i in (before, k):
            if 0 <= i < last:
                # Border i has the sign of entry i + 1.
                a, b, c = sign[left[i] + 1], sign[i + 1], sign[right[i] + 1]
                closing = abs(b - a) / weight[i] + abs(c - b) / weight[right[i]]
                now[i] = abs(mean[right[i]] - mean[i]) / closing if closing else np.inf
                heappush(queue, (now[i], i))
