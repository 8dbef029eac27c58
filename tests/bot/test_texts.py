"""Texts that are split into messages."""

from __future__ import annotations

from hypothesis import example, given
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


def test_code_block_in_a_quotation_is_opened_again() -> None:
    """A block in a quotation goes on in one, and a line with code in backticks begins no block."""
    lines = [f"> line {number}" for number in range(6)]
    messages = split("\n".join(["> ```python", *lines, "> ```", "``` x ``` y"]), 48)
    assert messages[0] == "> ```python\n> line 0\n> line 1\n> line 2\n> ```"
    assert messages[1] == "> ```python\n> line 3\n> line 4\n> line 5\n> ```"
    assert messages[2] == "``` x ``` y"


def test_code_block_begins_with_its_first_line() -> None:
    """No message ends or begins with an empty block."""
    before, line = "b" * 30, "x" * 24
    assert split(f"{before}\n```py\n{line}\n```", 40) == [before, f"```py\n{line}\n```"]
    exact = f"```py\n{line}\n```"
    assert split(f"{exact}\nafter", size(exact)) == [exact, "after"]


@given(st.text("a \n`>\U0001f389", max_size=400), st.integers(40, 60))
@example("```\U0001f389\U0001f389\n" + "a" * 99, 40)
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
