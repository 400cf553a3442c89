"""The list of currencies."""

from __future__ import annotations

import re

import pytest

from contracts import currencies, currency_signs, datasets, load


def test_every_currency_has_a_code_a_name_and_decimals() -> None:
    for code, currency in currencies().items():
        assert re.fullmatch("[A-Z]{3}", code)
        assert currency.name
        assert currency.decimals in (0, 2, 3, 4) or code.startswith("X")


@pytest.mark.parametrize(
    ("code", "decimals"),
    [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("HUF", 2), ("XAU", None)],
)
def test_decimals_are_those_of_the_standard(code: str, decimals: int | None) -> None:
    assert currencies()[code].decimals == decimals


def test_the_list_is_in_order_and_nothing_is_lost() -> None:
    codes = list(currencies())
    assert codes == sorted(codes)
    in_force = [c for c in currencies().values() if c.withdrawn is None]
    assert len(in_force) == 178


def test_a_sign_may_belong_to_several_currencies() -> None:
    assert {"USD", "CAD", "AUD"} <= currency_signs()["$"]
    assert currency_signs()["€"] == {"EUR"}
    assert currency_signs()["kr"] == {"SEK", "NOK", "DKK", "ISK"}


def test_no_sign_looks_like_another_currencys_code() -> None:
    assert not {sign.upper() for sign in currency_signs()} & currencies().keys()


def test_currencies_of_contracts_are_on_the_list() -> None:
    for column in (c for d in datasets() for c in load(f"source.{d}").columns):
        if column.name == "currency":
            assert (column.allowed or {}).keys() <= currencies().keys()


def test_the_dimension_has_what_anybody_pays_with_and_signs_of_one_currency_alone() -> None:
    members = {m.code: m for m in load("gold.dim_currency").members}
    decimals = {code: members[code].values["decimals"] for code in ("EUR", "JPY", "KWD")}
    assert decimals == {"EUR": 2, "JPY": 0, "KWD": 3}
    assert not {"XAU", "XXX", "BTC"} & members.keys()
    words = [word.lower() for m in members.values() for word in (m.code, *m.synonyms)]
    assert len(words) == len({*words})
    assert not {"$", "£", "kr", "¥"} & {*words}
