"""Colours that can be read: contrast as WCAG 2.2 measures it, and shades that reach it."""

Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)  # true black: on any colour it or white reaches 4.5
ENOUGH = 4.5  # WCAG 2.2 AA for text


def parse(text: str) -> Rgb:
    """#6a1b6f as red, green and blue; raises ValueError for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is not a colour like #6a1b6f")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def written(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def readable(colour: Rgb, *, on: Rgb = WHITE, contrast: float = ENOUGH) -> Rgb:
    """The colour, darkened step by step until it can be read on a light ground."""
    for step in range(21):
        shade = mixed(colour, BLACK, step / 20)
        if contrast_between(shade, on) >= contrast:
            return shade
    return BLACK


def text_on(ground: Rgb) -> Rgb:
    """White or black, whichever reads better."""
    return max((WHITE, BLACK), key=lambda ink: contrast_between(ink, ground))


def mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the other colour in this one, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def contrast_between(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
