"""Names in other scripts read as Latin ones are written, well enough for their sound.

Letter by letter, after folding. Arabic and Persian write no short vowels: each consonant is read with an `a`, which the
sound sets aside with all other vowels. It is no transliteration to show: two names of one sound may be one name.
"""

from __future__ import annotations

CYRILLIC = (
    "а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ sh ы y"
    " э e ю yu я ya і i є e ґ g"
)
SILENT = "ъь"
ARMENIAN = (
    "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j"
    " ռ r ս s վ v տ t ր r ց ts ւ u փ p ք k օ o ֆ f"
)
GEORGIAN = (
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ k შ sh ჩ ch ც ts"
    " ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h"
)
ARABIC = (
    "ا a ب ba ت ta ث tha ج ja ح ha خ kha د da ذ dha ر ra ز za س sa ش sha ص sa ض da ط ta ظ za ع a غ gha ف fa ق ka ك ka"
    " ل la م ma ن na ه ha و ou ي y ة a ى a ء a پ pa چ cha ژ zha گ ga ک ka ی y"
)

_PAIRS = f"{CYRILLIC} {ARMENIAN} {GEORGIAN} {ARABIC}".split()
_LATIN = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)) | dict.fromkeys(SILENT, ""))
_ARABIC_ARTICLE = "ال"


def read_as_latin(word: str) -> str:
    """A folded word in Latin letters; as it is where it has no letter of these scripts."""
    if word.isascii():
        return word
    if word.startswith(_ARABIC_ARTICLE) and len(word) > len(_ARABIC_ARTICLE) + 1:
        word = word[len(_ARABIC_ARTICLE) :]
    return word.translate(_LATIN)
