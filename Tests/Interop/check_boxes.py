"""Images made by pasting: each is its base with one box of its partner's pixels, whose area is lambda."""
import numpy as np

IMAGES = ("cutmix", "cmo")


def check_boxes(rows, table, recipe, limit, report):
    """Pixels of every row; that one box explains them, for up to `limit` rows."""
    if recipe["method"]["kind"] not in IMAGES:
        return
    made = np.flatnonzero(rows["base"] != rows["partner"])
    x, base, partner = (_pixels(images, recipe) for images in (
        rows["x"][made], table.features[rows["base"][made]], table.features[rows["partner"][made]]))
    not_base, not_partner = (x != base).any(axis=-1), (x != partner).any(axis=-1)
    strange = np.flatnonzero((not_base & not_partner).any(axis=(1, 2)))
    report.check(len(strange) == 0, f"train: pixels of {len(strange)} rows are neither the base's nor the partner's")
    height, width = x.shape[1:3]
    share = rows["lambda"][made]
    area = np.rint(share.astype(np.float64) * height * width)
    right = share == (area / (height * width)).astype(np.float32)
    report.check(right.all(), f"train: lambda of {np.count_nonzero(~right)} rows is no area over that of the image")
    boxed = np.array([_has_box(a, b, int(n)) for a, b, n in zip(not_base[:limit], not_partner[:limit], area)], bool)
    report.check(boxed.all(), f"train: {np.count_nonzero(~boxed)} rows are no base with one box of the partner")


def _pixels(images, recipe):
    """[rows, height, width, channels]."""
    if images.ndim == 3:
        return images[..., None]
    return np.moveaxis(images, 1, -1) if recipe["method"]["channels"] == "first" else images


def _has_box(must, must_not, area):
    """Whether some box of this area holds every pixel of `must` and none of `must_not`."""
    height, width = must.shape
    sums = np.zeros((height + 1, width + 1), int)
    sums[1:, 1:] = must_not.cumsum(0).cumsum(1)
    lines, columns = np.flatnonzero(must.any(axis=1)), np.flatnonzero(must.any(axis=0))
    for h in range(1, height + 1):
        w = area // h
        if h * w != area or not 1 <= w <= width:
            continue
        for top in _starts(lines, h, height):
            for left in _starts(columns, w, width):
                inside = sums[top + h, left + w] - sums[top, left + w] - sums[top + h, left] + sums[top, left]
                if inside == 0:
                    return True
    return False


def _starts(needed, length, extent):
    """Where a span of this length may start so that it holds the places needed."""
    if len(needed) == 0:
        return range(extent - length + 1)
    return range(max(0, needed[-1] - length + 1), min(needed[0], extent - length) + 1)
