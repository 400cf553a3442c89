"""The text of a statement: one of it, without comments, with its parameters."""

from __future__ import annotations

import itertools
from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects import Redshift
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from local_cloud.redshift.errors import SqlError, in_words_of_redshift

Parameters = dict[str, str]


class _Words(Redshift.Tokenizer):  # type: ignore[misc]  # it has no types
    """Divides every statement into words; the parser's own leaves some of them whole."""

    COMMANDS: ClassVar[set[TokenType]] = set()


def tokens(sql: str) -> list[Token]:
    """The words of a text.

    Raises:
        SqlError: it cannot be divided into words.
    """
    try:
        return list(_Words(dialect=Redshift()).tokenize(sql))
    except SqlglotError as error:
        raise in_words_of_redshift(error) from None


def single(sql: str) -> str:
    """The one statement in a text, with one blank for each gap and comment between words.

    Raises:
        SqlError: there is none, or another one after it.
    """
    found = tokens(sql)
    while found and found[-1].token_type == TokenType.SEMICOLON:
        found.pop()
    if not found:
        raise SqlError("there is no statement in this text")
    if any(token.token_type == TokenType.SEMICOLON for token in found):
        raise SqlError("several statements in one text; BatchExecuteStatement takes a list of them")
    pieces, after = [], found[0].start
    for token in found:
        pieces += [" "] if token.start > after else []
        pieces.append(sql[token.start : token.end + 1])
        after = token.end + 1
    return "".join(pieces)


def parameter_names(sql: str) -> set[str]:
    """The names of the parameters that a text wants: `:name`, outside of quotes."""
    found = tokens(sql)
    return {
        name.text
        for colon, name in itertools.pairwise(found)
        if colon.token_type == TokenType.COLON
        and name.start == colon.end + 1
        and name.text.isidentifier()
    }


def fill(statement: exp.Expr, parameters: Parameters) -> exp.Expr:
    """A statement with values for its parameters; like literals, they take any type they can."""

    def value(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, (exp.Placeholder, exp.Parameter)):
            return node
        if (name := node.name) not in parameters:
            raise SqlError(f"there is no value for the parameter :{name}")
        return exp.Literal.string(parameters[name])

    return statement.transform(value)
