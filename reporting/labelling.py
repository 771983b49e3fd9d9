"""The labels of a table's parts, in the order they are shown."""

from collections.abc import Mapping

from reporting.measures.dimensions import NOT_RECORDED, Dimension, Labels, Place


def labels_of(dimension: Dimension, place: Place, sizes: Mapping[str, int]) -> Labels:
    """Key and label of each part. `sizes` are the keys that were counted, and how many."""
    labels = dict(dimension.labels(place))
    if not dimension.whole:
        labels = {key: label for key, label in labels.items() if key in sizes}
    for key in sorted(sizes.keys() - labels.keys()):
        labels[key] = dimension.missing if key == NOT_RECORDED else key
    if dimension.largest_first:
        labels = {key: labels[key] for key in sorted(labels, key=lambda key: -sizes.get(key, 0))}
    return labels
