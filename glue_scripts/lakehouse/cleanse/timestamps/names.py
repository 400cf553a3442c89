"""Words in dates: months and days of the week in several languages, and names of time zones."""

from __future__ import annotations

from datetime import timedelta

_MONTHS = (
    "january jan januar jänner jän janvier janv januari enero ene gennaio gen janeiro",
    "february feb februar febr februari février févr fév febrero febbraio fevereiro fev",
    "march mar märz maerz mär mrz mars maart mrt marzo março marco",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio maj",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout augustus augusti agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì",
    "tuesday tue tues dienstag di mardi mar martes martedì",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio",
    "friday fri freitag fr vendredi ven viernes vie venerdì",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab",
    "sunday sun sonntag so dimanche dim domingo dom domenica",
)
MONTHS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
WEEKDAYS = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split()}

UTC_NAMES = frozenset(
    (
        "z",
        "ut",
        "utc",
        "gmt",
        "zulu",
        "universal",
        "etc/utc",
        "etc/gmt",
        "coordinated universal time",
    )
)
# Abbreviations that mean one offset all over the world, in hours.
_ZONES = {
    "west": 1,
    "cest": 2,
    "mesz": 2,
    "eest": 3,
    "msk": 3,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
    "edt": -4,
    "mdt": -6,
    "pdt": -7,
}
# In summer some write these who mean local time, which is an hour ahead of them.
_WINTER_ZONES = {"wet": 0, "cet": 1, "mez": 1, "eet": 2}
_WINTER = (11, 12, 1, 2)
# Each of several places calls its own time so.
_UNCLEAR = frozenset(("est", "cst", "cdt", "mst", "pst", "bst", "ist", "ast", "gst", "sst"))


def zone(name: str, month: int) -> timedelta:
    """How far a named zone is ahead of UTC in a month.

    Raises:
        LookupError: more than one offset goes by this name.
        ValueError: there is no such name.
    """
    name = name.lower()
    if name in UTC_NAMES:
        return timedelta()
    if name in _ZONES:
        return timedelta(hours=_ZONES[name])
    if name in _WINTER_ZONES and month in _WINTER:
        return timedelta(hours=_WINTER_ZONES[name])
    if name in _UNCLEAR or name in _WINTER_ZONES or "/" in name:
        raise LookupError(name)
    raise ValueError(name)
