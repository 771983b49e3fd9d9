"""Streets that do not exist, at postcodes that do."""

from earlyhelp.demo.chance import Chance
from earlyhelp.demo.name_lists import words

_FIRST = words(
    "Alderwick Amberfold Appleshaw Barnbrook Beaconsway Bellmeadow Birchenholt Blakenmoor "
    "Bramblethorpe Brindlemere Canalbank Carthorse Chainmaker Clayhanger Coldwell Copperbeech "
    "Cranesmoor Dairyfold Dewberry Eastbank Elderflower Fernhollow Foundrymans Foxcombe "
    "Gorsemoor Hawfinch Hazelslade Hollybank Ironstone Japanner Kestrelwood Lapwing Larkhollow "
    "Lockkeepers Maltmill Mayflower Millrace Nailmaker Oakfold Orchardleigh Penstock Pitchfork "
    "Quarrybank Redwing Rowanholt Saddlers Skylarks Spindlewood Sycamorefield Thistledown Tinplate "
    "Tollhouse Valeside Waggoners Weaverbird Wheelwright Windrush Woodpecker Yewtree"
)
_KINDS = ("Street", "Road", "Avenue", "Close", "Crescent", "Grove", "Lane", "Walk", "Gardens")


def house(chance: Chance) -> str:
    """The first line of an address: "14 Alderwick Street", "Flat 3, 27 Millrace Road"."""
    street = f"{chance.pick(_FIRST)} {chance.pick(_KINDS)}"
    number = chance.between(1, 148)
    if chance.happens(0.12):
        return f"Flat {chance.between(1, 12)}, {number} {street}"
    return f"{number} {street}"
