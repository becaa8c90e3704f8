"""A flat picture of the vectors: for finding one's way, never the ground for a decision."""

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.steady import by_blocks, steady


def picture(vectors: Floats) -> Floats:
    """Two principal components, scaled into -1 … 1; a direction's largest share points up."""
    count, dimensions = vectors.shape
    if not count:
        return np.zeros((0, 2), np.float32)

    def added_up(block: slice) -> NDArray[np.float64]:
        return np.asarray(vectors[block].astype(np.float64).sum(axis=0))

    mean = np.sum(by_blocks(count, added_up), axis=0) / count

    def spread(block: slice) -> NDArray[np.float64]:
        centred = vectors[block].astype(np.float64) - mean
        return np.asarray(centred.T @ centred)

    covariance = np.zeros((dimensions, dimensions))
    for part in by_blocks(count, spread):
        covariance += part
    with steady():
        _, directions = np.linalg.eigh(covariance)
        two = directions[:, ::-1][:, :2]
        largest = np.abs(two).argmax(axis=0)
        two = two * np.sign(two[largest, np.arange(two.shape[1])])
        flat = vectors @ two.astype(np.float32) - (mean @ two).astype(np.float32)
    if flat.shape[1] < 2:
        flat = np.hstack([flat, np.zeros((count, 2 - flat.shape[1]), np.float32)])
    return np.asarray(flat / max(float(np.abs(flat).max()), 1e-9), np.float32)
