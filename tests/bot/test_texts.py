"""Texts that are split into messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lagclient.bot.texts import MOST_CHARACTERS, size, split


def test_short_text_is_one_message() -> None:
    """A text that fits stays as it is; one without characters is no message."""
    assert split("a\n\n b ") == ["a\n\n b "]
    assert split(" \n ") == []


def test_text_is_cut_between_lines_else_between_words() -> None:
    """No word is cut that fits into a message."""
    assert split("one two\nthree four", 10) == ["one two", "three four"]
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_code_block_is_closed_and_opened_again() -> None:
    """Each message has whole code blocks, with their language."""
    lines = [f"line {number}" for number in range(6)]
    messages = split("\n".join(["before", "```python", *lines, "```", "after"]), 40)
    assert messages[0] == "before\n```python\nline 0\nline 1\n```"
    assert messages[1] == "```python\nline 2\nline 3\nline 4\n```"
    assert messages[2] == "```python\nline 5\n```\nafter"


@given(st.text("a \n`\U0001f389", max_size=400), st.integers(40, 60))
def test_no_message_is_too_long(text: str, most: int) -> None:
    """Each message has a size that the API accepts, and no letter is lost."""
    messages = split(text, most)
    assert all(0 < size(message) <= most for message in messages)
    for letter in "a\U0001f389":
        assert "".join(messages).count(letter) >= text.count(letter)


def test_emoji_count_as_two() -> None:
    """The size of a text is that which the API counts."""
    assert size("\U0001f389a") == 3
    assert [size(m) for m in split("\U0001f389" * 1500)] == [2000, 1000]
    assert MOST_CHARACTERS == 2000
