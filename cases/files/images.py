"""Images are drawn anew: where a photograph was taken, and whatever else hid in it, is gone."""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

MOST_POINTS = 40_000_000  # a telephone's photograph has 12 to 24 million
LARGE = (
    "The selected image has too many points: it may be {width} by {height} at most. "
    "Make it smaller and add it again."
)
DAMAGED = "The selected image cannot be read. It may be damaged: save it anew and add it again."
FORMATS = {"png": "PNG", "jpg": "JPEG"}


def written_anew(content: bytes, kind: str) -> bytes:
    """The same picture in a new file, upright, without anything else. Raises ValueError with a
    sentence for what is damaged or would fill the memory."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint allows half an image wherever it is loaded
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as image:
            if image.width * image.height > MOST_POINTS:
                raise ValueError(LARGE.format(width=8000, height=5000))
            return _drawn(ImageOps.exif_transpose(image), kind)
    except Image.DecompressionBombError:
        raise ValueError(LARGE.format(width=8000, height=5000)) from None
    except (OSError, SyntaxError, MemoryError):
        raise ValueError(DAMAGED) from None


def _drawn(image: Image.Image, kind: str) -> bytes:
    keeps = {"L", "RGB"} if kind == "jpg" else {"1", "L", "LA", "RGB", "RGBA", "I;16"}
    alone = "RGB" if kind == "jpg" or "A" not in image.getbands() else "RGBA"
    plain = image if image.mode in keeps else image.convert(alone)
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = BytesIO()
    fresh.save(out, FORMATS[kind], **({"quality": 90} if kind == "jpg" else {}))
    return out.getvalue()
