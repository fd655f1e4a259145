"""The states by their two letters, and every name that somebody may call them by."""

from sites.places import place_key

NAME_BY_STATE = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "FM": "Micronesia", "GU": "Guam", "MH": "Marshall Islands",
    "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "PW": "Palau", "VI": "U.S. Virgin Islands",
}  # fmt: skip
SPANISH_NAMES = {
    "Carolina del Norte": "NC", "Carolina del Sur": "SC", "Dakota del Norte": "ND", "Dakota del Sur": "SD",
    "Luisiana": "LA", "Misisipi": "MS", "Misuri": "MO", "Nueva Jersey": "NJ", "Nueva York": "NY",
    "Nuevo Hampshire": "NH", "Nuevo México": "NM", "Pensilvania": "PA", "Tejas": "TX", "Virginia Occidental": "WV",
}  # fmt: skip

STATE_BY_KEY = (
    {place_key(code): code for code in NAME_BY_STATE}
    | {place_key(name): code for code, name in NAME_BY_STATE.items()}
    | {place_key(name): code for name, code in SPANISH_NAMES.items()}
)
LONGEST_NAME_WORDS = max(len(key.split()) for key in STATE_BY_KEY)
