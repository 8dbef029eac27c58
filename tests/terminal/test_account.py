"""Profiles and tokens: `login`, `logout`, `whoami`, `status`, `config`."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Dict

import httpx
import pytest

from lagclient.terminal import profiles
from lagclient.terminal.browser import BrowserError, Callback, page_of
from tests.kit.terminal import Lag, keyring_in

ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and terminals of POSIX")


@pytest.fixture
def user(stranger: Lag) -> Lag:
    """The command of Sam, who has logged in."""
    stranger.ok("login", stdin=stranger.box.token)
    return stranger


def profile_file(lag: Lag, name: str = "default") -> Path:
    return lag.home / "config" / "profiles" / f"{name}.json"


def test_stranger_learns_how_to_log_in(stranger: Lag) -> None:
    """Without a token, every command says what to do, and exits 3."""
    done = stranger("whoami")
    assert (done.code, done.out) == (3, "")
    assert done.err == "lag: You are not logged in: run `lag login`, or set LAG_TOKEN\n"


def test_login_reads_the_token_from_a_pipe(stranger: Lag) -> None:
    """A token that is piped in is checked and stored; lag names the account and the place."""
    done = stranger.ok("login", stdin=stranger.box.token + "\n")
    assert done.out == (
        f"Logged in as Sam (sam), profile default. The token is in {profile_file(stranger)}.\n"
    )
    assert stranger.ok("whoami").out == "Sam (sam) - online\n"
    assert stranger.ok("whoami", "--json").lines[0]["username"] == "sam"


@ON_POSIX
def test_stored_token_is_for_its_user_only(user: Lag) -> None:
    """The file is created with mode 0600, in folders of mode 0700, whatever the umask is."""
    file = profile_file(user)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["default.json"]


@ON_POSIX
def test_login_asks_in_a_terminal_without_showing_the_token(stranger: Lag) -> None:
    """In a terminal a token is asked for; what is typed is not shown."""
    done = stranger.in_terminal("login", typed=stranger.box.token + "\n", prompt="browser: ")
    assert done.code == 0
    assert "Logged in as Sam" in done.out
    assert stranger.box.token not in done.out


def test_login_stores_no_token_that_is_refused(stranger: Lag) -> None:
    """A wrong token, and an empty input, store nothing."""
    assert stranger("login", stdin="lag_pat_wrong").code == 3
    assert stranger("login").code == 2
    assert not profile_file(stranger).exists()


@ON_POSIX
def test_token_that_others_can_read_is_named(user: Lag) -> None:
    """A file of a token whose mode was changed is used, and a line says how to mend it."""
    assert user.ok("whoami").err == ""
    profile_file(user).chmod(0o644)
    done = user.ok("whoami")
    assert done.err.startswith("Others can read or change the token in ")
    assert done.err.endswith("default.json: run `chmod 600` on it.\n")


def test_refused_token_stays_stored(user: Lag) -> None:
    """A response of 401 does not delete the token: the API may be wrong for a moment."""
    file = profile_file(user)
    data = {**json.loads(file.read_text()), "token": "lag_pat_revoked"}
    file.write_text(json.dumps(data))
    assert user("whoami").code == 3
    assert json.loads(file.read_text()) == data


def test_profiles_are_accounts_side_by_side(user: Lag) -> None:
    """--profile, LAG_PROFILE and the setting choose one, in this order."""
    user.ok("login", "--profile", "mira", stdin=user.box.tokens["mira"])
    user.ok("login", stdin=user.box.robot_key, LAG_PROFILE="bot")
    assert user.ok("whoami").out.startswith("Sam")
    assert user.ok("whoami", LAG_PROFILE="mira").out.startswith("Mira")
    bot = user.ok("--profile", "bot", "whoami", LAG_PROFILE="mira")
    assert bot.out.splitlines()[0] == f"Beacon (robot of {user.box.server_id})"
    assert "send_messages" in bot.out
    user.ok("config", "set", "profile", "mira")
    assert user.ok("whoami").out.startswith("Mira")
    rows = user.ok("config", "profiles", "--json").lines
    assert [row["name"] for row in rows if row["active"]] == ["mira"]
    assert len(rows) == 3
    assert user.box.token not in user.ok("config", "profiles").out


def test_lag_token_comes_first(user: Lag) -> None:
    """LAG_TOKEN is used before every profile, and refuses a --profile that would be ignored."""
    token = user.box.tokens["mira"]
    assert user.ok("whoami", LAG_TOKEN=token).out.startswith("Mira")
    assert user("whoami", "--profile", "default", LAG_TOKEN=token).code == 2


def test_token_goes_to_its_own_api_only(user: Lag) -> None:
    """A stored token is not sent to another address, which may be that of a stranger."""
    done = user("whoami", "--api-url", "http://127.0.0.1:1")
    assert done.code == 3
    assert "is for http://127.0.0.1" in done.err
    assert user.ok("whoami", LAG_BASE_URL="").out.startswith("Sam")


def test_logout_forgets_and_says_what_stays(user: Lag) -> None:
    """Logging out removes the file, and says that the token is still valid and where it ends."""
    done = user.ok("logout")
    assert "until you revoke it: https://trylag.com/developers" in done.out
    assert not profile_file(user).exists()
    assert user("whoami").code == 3
    assert "not logged in" in user.ok("logout").err
    assert user.ok("logout", "--json").lines == [{"profile": "default", "wasLoggedIn": False}]


def test_name_of_a_profile_is_the_name_of_a_file(stranger: Lag) -> None:
    """A profile cannot be a path."""
    for name in ("../x", "", ".hidden", "a/b"):
        assert stranger("login", "--profile", name, stdin=stranger.box.token).code == 2 or not name


@ON_POSIX
def test_home_that_cannot_be_written_is_explained(stranger: Lag) -> None:
    """Without a home, LAG_TOKEN is enough, and `login` says what to set."""
    # /proc says that its folders do not exist, when one is created there.
    for home in ("/dev/null", *(["/proc/nope"] if os.path.isdir("/proc/self") else [])):
        environ = {"HOME": home, "LAG_CONFIG_DIR": ""}
        assert stranger.ok("whoami", LAG_TOKEN=stranger.box.token, **environ).out.startswith("Sam")
        done = stranger("login", stdin=stranger.box.token, **environ)
        assert done.code == 1
        assert "Set LAG_TOKEN, or LAG_CONFIG_DIR to a folder that can be written" in done.err


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"base_url": 5}', '{"base_url": "x", "token": 7}']
)
def test_damaged_profile_is_named(user: Lag, text: str) -> None:
    """A profile that is damaged is named, not overwritten; the others are listed."""
    user.ok("login", "--profile", "mira", stdin=user.box.tokens["mira"])
    profile_file(user).write_text(text)
    for command in (["whoami"], ["logout"], ["config", "profiles", "--json"]):
        done = user(*command)
        assert (done.code, str(profile_file(user)) in done.err) == (1, True)
        assert "delete it or mend it" in done.err
    assert [row["name"] for row in done.lines] == ["mira"]
    assert profile_file(user).read_text() == text


@pytest.mark.parametrize(
    "setting", [{"timeout_seconds": "x"}, {"timeout_seconds": -1}, {"api_url": 5}, {"profile": ""}]
)
def test_damaged_setting_is_named(user: Lag, setting: Dict[str, Any]) -> None:
    """A setting that no command can use is named with the way to remove it."""
    (name,) = setting
    (user.home / "config" / "config.json").write_text(json.dumps(setting))
    done = user("config")
    assert (done.code, f"config.json: {name} must be " in done.err) == (1, True), done.err
    assert done.err.endswith(f"run `lag config unset {name}`\n")
    user.ok("config", "unset", name)
    assert user.ok("config").err == ""


def test_empty_token_of_the_environment_does_not_hide_settings(user: Lag) -> None:
    """Settings that cannot be read are an error, unless LAG_TOKEN has a token."""
    (user.home / "config" / "config.json").write_text("{")
    assert user("whoami", LAG_TOKEN="").code == 1
    assert user.ok("whoami", LAG_TOKEN=user.box.token).out.startswith("Sam")


@pytest.mark.parametrize(
    ("priority", "fails", "place"),
    [(5, False, "the keyring"), (5, True, "default.json"), (0, False, "default.json")],
    ids=["works", "locked", "none"],
)
def test_keyring_is_used_where_one_works(
    stranger: Lag, priority: int, fails: bool, place: str
) -> None:
    """A working keyring gets the token; without one, or if it fails, the file does."""
    with keyring_in(stranger.home, priority, fails) as environ:
        done = stranger.ok("login", stdin=stranger.box.token, **environ)
        assert done.out.rstrip(".\n").endswith(place)
        in_file = "token" in json.loads(profile_file(stranger).read_text())
        assert in_file == (place != "the keyring")
        assert stranger.ok("whoami", **environ).out.startswith("Sam")
        stranger.ok("logout", **environ)
    ring = stranger.home / "ring.json"
    assert not ring.exists() or json.loads(ring.read_text()) == {}


def test_keyring_that_fails_later_is_named(stranger: Lag) -> None:
    """A keyring that is locked or switched off after the login is the reason; exit 3."""
    with keyring_in(stranger.home) as environ:
        stranger.ok("login", stdin=stranger.box.token, **environ)
        done = stranger("whoami", LAG_KEYRING="0")
        assert (done.code, "which is missing or switched off" in done.err) == (3, True)
        (stranger.home / "ring.json").write_text("locked")
        done = stranger("whoami", **environ)
        assert (done.code, "cannot be read (JSONDecodeError): unlock" in done.err) == (3, True)
        done = stranger.ok("logout", **environ)
        assert done.err.startswith("The keyring keeps the token of default: it is locked")


def test_settings_are_read(user: Lag) -> None:
    """Every setting that can be set changes what a command does."""
    user.ok("config", "set", "timeout-seconds", "0.000001")
    assert user("whoami").code == 9
    user.ok("config", "unset", "timeout_seconds")
    user.ok("config", "set", "api_url", "http://127.0.0.1:1")
    assert user("whoami", LAG_BASE_URL="", LAG_TOKEN=user.box.token).code == 9
    user.ok("config", "unset")
    assert all(row["value"] is None for row in user.ok("config", "--json").lines)
    assert str(user.home / "config" / "config.json") in user.ok("config").out


def test_setting_is_printed(user: Lag) -> None:
    """`config get` prints one setting; without one, nothing but a line for people."""
    done = user.ok("config", "get", "api-url")
    assert (done.out, done.err) == ("", "api_url is not set.\n")
    assert user.ok("config", "get", "api_url", "--json").lines == [{"api_url": None}]
    user.ok("config", "set", "timeout_seconds", "5")
    assert user.ok("config", "get", "timeout_seconds").out == "5.0\n"


def test_setting_without_effect_is_named(user: Lag) -> None:
    """A setting that a profile does not use, or that names none, says so when it is set."""
    done = user.ok("config", "set", "api_url", "http://127.0.0.1:1")
    assert f"The profile default keeps {user.box.url}, because" in done.err
    assert user.ok("config", "set", "api_url", user.box.url).err == ""
    assert user.ok("config", "set", "profile", "default").err == ""
    done = user.ok("config", "set", "profile", "nosuch")
    assert done.err == "The profile nosuch is not logged in: run `lag login`.\n"


def test_wrong_setting_is_refused(user: Lag) -> None:
    """A name or a value that no command could use is refused, and nothing is stored."""
    for setting in (["x", "1"], ["timeout_seconds", "-1"], ["api_url", "nonsense"]):
        done = user("config", "set", *setting)
        assert (done.code, f"not {setting[0 if setting[0] == 'x' else 1]!r}" in done.err) == (
            2,
            True,
        )
    assert not (user.home / "config" / "config.json").exists()


def test_status_is_shown(lag: Lag) -> None:
    """`lag status` shows the status of the account."""
    assert lag.ok("status").out == "Current status: online\n"
    assert lag.ok("status", "--json").lines == [{"status": "online"}]


# The browser


def test_login_by_the_browser(stranger: Lag) -> None:
    """The browser's session becomes a token of its own; the sandbox plays the page."""
    visit = stranger.home / "visit.py"
    visit.write_text(
        "import sys, httpx\n"
        "answer = httpx.get(sys.argv[1], follow_redirects=True)\n"
        "open('page.html', 'w').write(answer.text)\n"
        "assert answer.headers['referrer-policy'] == 'no-referrer'\n"
    )
    done = stranger.alone("login", "--browser", BROWSER=f"{sys.executable} {visit} %s")
    assert "Logged in as Sam (sam)" in done.out
    stored = json.loads(profile_file(stranger).read_text())["token"]
    assert stored.startswith("lag_pat_")
    assert stored != stranger.box.token
    assert stranger.box.token not in done.out + done.err
    assert stored not in done.out + done.err


def test_callback_needs_the_state() -> None:
    """A callback without the state, or with another one, is refused: it may be an attacker's."""
    callback = Callback()
    try:
        session = "/callback?access_token=s&refresh_token=r"
        assert not callback.receive(session)
        assert not callback.receive(f"{session}&state=")
        assert not callback.receive(f"{session}&state=wr%C3%B6ng")
        assert not callback.receive(f"/other?access_token=s&state={callback.state}")
        assert not callback.receive(f"/callback?state={callback.state}")
        assert callback.session is None
        assert callback.receive(f"{session}&state={callback.state}")
        assert callback.session == "s"
    finally:
        callback.close()


def test_callback_listens_on_this_machine_for_a_time() -> None:
    """A wrong request gets 400 and does not end the wait; the wait ends by itself."""
    callback = Callback()
    try:
        import threading

        statuses = []
        url = f"http://127.0.0.1:{callback.port}/callback?access_token=s&state=x"
        visitor = threading.Thread(target=lambda: statuses.append(httpx.get(url).status_code))
        visitor.start()
        with pytest.raises(BrowserError, match="did not return within"):
            callback.wait(1)
        visitor.join()
        assert statuses == [400]
    finally:
        callback.close()


def test_page_is_that_of_the_api() -> None:
    """The live API has the page of the web app; any other address has its own."""
    assert page_of("https://api.trylag.com") == "https://trylag.com/auth/cli"
    assert page_of("http://127.0.0.1:1/") == "http://127.0.0.1:1/auth/cli"


def test_profile_does_not_show_its_token() -> None:
    """The representation of a profile, which reports of errors may show, has no token."""
    assert "secret" not in repr(profiles.Profile("x", "u", "who", "secret"))
