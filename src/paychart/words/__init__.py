"""What people type -> codes: jobs, titles, places, employers, credentials, money.

In: any words. Out: a code, or an error that names the nearest or asks which is meant. `understand(text, store)`
says what was understood and what else it could be; `find_occupation`, `find_area` and `find_industry` give the
code alone. `gazetteer` and `place_names` know ZIP codes, counties, towns and nicknames; `money` reads amounts;
`titles/` codes job titles with a network and says how sure it is. `index` holds the store's own codes. Nothing
here knows pay.
"""

from paychart.words.areas import find_area
from paychart.words.index import Area, CodeIndex, Industry, Occupation, index
from paychart.words.industries import find_industry
from paychart.words.lookup import Match, resolve_profile, search, told, understand
from paychart.words.occupations import find_occupation
from paychart.words.understood import Choice, Understood

__all__ = [
    "Area",
    "Choice",
    "CodeIndex",
    "Industry",
    "Match",
    "Occupation",
    "Understood",
    "find_area",
    "find_industry",
    "find_occupation",
    "index",
    "resolve_profile",
    "search",
    "told",
    "understand",
]
